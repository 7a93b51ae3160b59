import { existsSync, statSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { type Taken, writeBackup } from '../backup/export.ts'
import type { Config } from '../config.ts'
import { takeExclusive } from '../db/embedded/exclusive.js'
import { DiskStorage } from '../files/disk-storage.ts'
import { syncFolder } from '../lib/private-file.ts'
import { StartError } from '../lib/start-error.ts'
import { openConnection } from '../start/connection.ts'
import type { Context, Outcome } from './context.ts'

const LOST_SHOWN_MAX = 5

/**
 * Writes everything to a file that only its owner may read, or to standard output for `-`; beside a running server, too.
 * The file has its name only once it is whole.
 * @throws StartError when there is nothing to back up, or no place for it
 */
export async function backup(to: string, context: Context): Promise<Outcome> {
  const taken = to === '-' ? await toStdout(context) : await toFile(to, context)
  const { tables, rows, files, lost } = taken
  if (lost.length > 0) {
    context.log(
      `Warning: ${lost.length} files that rows name are missing from the data folder and are not in the backup: ` +
        `${lost.slice(0, LOST_SHOWN_MAX).join(', ')}${lost.length > LOST_SHOWN_MAX ? ', …' : ''}`,
    )
  }
  return {
    lines: [
      `Backed up ${rows} rows of ${tables} tables and ${files} files to ${to === '-' ? 'standard output' : to}`,
      'The master key is not in it: without that nobody can read the secrets, and no server starts on them.',
    ],
    json: { backup: to, tables, rows, files, lost },
  }
}

async function toStdout(context: Context): Promise<Taken> {
  if (process.stdout.isTTY) throw new StartError('A backup is nothing for a terminal: name a file, or pipe it on')
  const taken = await take(context, process.stdout)
  // Where writing to a pipe does not wait, the last pieces are still under way.
  await new Promise(done => process.stdout.write('', done))
  return taken
}

async function toFile(path: string, context: Context): Promise<Taken> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new StartError(`${path} is a folder: name a file`)
  const draft = `${path}.${process.pid}.part`
  const file = await open(draft, 'wx', 0o600)
  try {
    const taken = await take(context, file.createWriteStream({ flush: true }))
    await rename(draft, path)
    await syncFolder(path)
    return taken
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

async function take({ config, signal, log }: Context, out: Writable): Promise<Taken> {
  await using opened = new AsyncDisposableStack()
  const embedded = config.databaseUrl === undefined ? await lockOrShare(config, opened) : 'start'
  const { client } = opened.use(await openConnection(config, embedded, log))
  const files = new DiskStorage(join(config.dataDir, 'attachments'))
  return await writeBackup({ client, files, takenAt: new Date() }, out, signal)
}

/** A server that runs keeps its folder, and its database lets us read. */
async function lockOrShare({ dataDir }: Config, opened: AsyncDisposableStack): Promise<'start' | 'share'> {
  if (!existsSync(join(dataDir, 'postgres', 'data'))) {
    throw new StartError(`There is nothing to back up in ${dataDir}: name the data folder of the server`)
  }
  const lock = await takeExclusive(dataDir, 'data')
  if (!('release' in lock)) return 'share'
  opened.defer(() => lock.release())
  return 'start'
}
