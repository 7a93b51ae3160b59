import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { addAbortSignal, type Readable } from 'node:stream'
import { BackupFile, type Header } from '../backup/import.ts'
import type { Config } from '../config.ts'
import { lockDataDir } from '../db/data-dir.ts'
import { assertMasterKey } from '../features/account-keys/service.ts'
import { DiskStorage } from '../files/disk-storage.ts'
import { Seal } from '../lib/seal.ts'
import { StartError } from '../lib/start-error.ts'
import { openConnection } from '../start/connection.ts'
import { findMasterKey } from '../start/master-key.ts'
import type { Context, Outcome } from './context.ts'

/**
 * Fills an empty installation from a file, or from standard input for `-`; all of it, or nothing.
 * @throws StartError when the installation is in use or not empty, when the master key is another one, and for a backup
 *   that is damaged, cut off or of a newer release
 */
export async function restore(from: string, { config, signal, log }: Context): Promise<Outcome> {
  if (from === '-' && process.stdin.isTTY) throw new StartError('Nobody types a backup: name a file, or pipe one here')
  const source: Readable = from === '-' ? process.stdin : createReadStream(from)
  const file = await BackupFile.open(addAbortSignal(signal, source))
  await using opened = new AsyncDisposableStack()
  const lock = await lockDataDir(config.dataDir)
  opened.defer(() => lock.release())
  const seal = await sealFor(file.header, config)
  const { client } = opened.use(await openConnection(config, 'start', log))
  const staging = new DiskStorage(join(config.dataDir, 'restoring'))
  // Of a restore that was cut off.
  await staging.clear()
  opened.defer(() => staging.clear())
  const files = new DiskStorage(join(config.dataDir, 'attachments'))
  const checkMasterKey = (check: string): void => assertMasterKey(seal, check)
  const content = await file.restoreInto({ client, files, staging, checkMasterKey })
  const { version, takenAt } = file.header
  const counted = `${content.rows} rows of ${content.tables} tables and ${content.files} files`
  return {
    lines: [`Restored ${counted}, as they were at ${takenAt} (Parhelion ${version})`],
    json: { restored: from, ...content, takenAt, version },
  }
}

/** Before anything is made: the right key has to be there, since no server would start without it. */
async function sealFor({ masterKey }: Header, config: Config): Promise<Seal> {
  const key = await findMasterKey(config, masterKey)
  const seal = key && new Seal(key)
  if (seal?.keyId === masterKey) return seal
  const place = `${join(config.dataDir, 'master-key')}, or into PARHELION_MASTER_KEY`
  const found = seal === undefined ? 'there is none here' : `here is ${seal.keyId}`
  throw new StartError(
    `The secrets of this backup are sealed with the master key ${masterKey}, and ${found}: put it into ${place}`,
  )
}
