import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import { onTestFinished } from 'vitest'
import { type Taken, writeBackup } from '../backup/export.ts'
import { BackupFile } from '../backup/import.ts'
import { DiskStorage } from '../files/disk-storage.ts'
import type { FileStorage } from '../files/storage.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

export interface Installation {
  readonly database: TestDatabase
  readonly dataDir: string
}

const filesOf = ({ dataDir }: Pick<Installation, 'dataDir'>) => new DiskStorage(join(dataDir, 'attachments'))

/** Backs an installation up into memory. */
export async function backUp(
  from: Installation,
  files: FileStorage = filesOf(from),
): Promise<{ bytes: Buffer; taken: Taken }> {
  const chunks: Buffer[] = []
  const out = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(chunk)
      done()
    },
  })
  const client = await connect(from.database.connection)
  const source = { client, files, takenAt: new Date() }
  const taken = await writeBackup(source, out, AbortSignal.timeout(60_000)).finally(() => client.end())
  return { bytes: Buffer.concat(chunks), taken }
}

/** A database with nothing in it and a folder of its own, gone after the test. */
export async function emptyInstallation(): Promise<Installation> {
  const database = await testDatabase('template0')
  const dataDir = mkdtempSync(join(tmpdir(), 'parhelion-test-'))
  onTestFinished(async () => {
    await database.drop()
    await rm(dataDir, { recursive: true, force: true })
  })
  return { database, dataDir }
}

export async function restoreFrom(
  bytes: Buffer,
  to: Installation,
  checkMasterKey: (check: string) => void = () => undefined,
) {
  const file = await BackupFile.open(Readable.from([bytes]))
  const client = await connect(to.database.connection)
  const staging = new DiskStorage(join(to.dataDir, 'restoring'))
  return await file.restoreInto({ client, files: filesOf(to), staging, checkMasterKey }).finally(() => client.end())
}

/** A backup with another text in it. */
export function edited(bytes: Buffer, edit: (text: string) => string): Buffer {
  return gzipSync(Buffer.from(edit(gunzipSync(bytes).toString('latin1')), 'latin1'), { level: 1 })
}

export async function connect(connection: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(connection)
  client.on('error', () => undefined)
  await client.connect()
  return client
}
