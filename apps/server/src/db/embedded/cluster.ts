import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../../lib/start-error.ts'
import type { LogFile } from './log-file.ts'
import { giveTo, type Runner } from './runner.ts'
import { supervise } from './supervisor.ts'

export const USER = 'parhelion'

/** A folder made by initdb, and the password of its only user. */
export interface Cluster {
  readonly pgdata: string
  readonly password: string
}

/**
 * Opens the database folder, or makes it. A making that was cut off is thrown away: the folder gets its name last.
 * @throws StartError for a folder of another major version, of another user, or whose password is lost
 */
export async function openCluster(folder: string, runner: Runner, log: LogFile, sync: boolean): Promise<Cluster> {
  const pgdata = join(folder, 'data')
  for (const name of readdirSync(folder)) {
    if (name.startsWith('new-')) rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 5 })
  }
  if (!existsSync(pgdata)) return make(folder, pgdata, runner, log, sync)
  refuseOtherMajor(pgdata, runner.major)
  giveTo(runner.owner, pgdata)
  return { pgdata, password: readPassword(folder) }
}

function refuseOtherMajor(pgdata: string, major: string): void {
  const path = join(pgdata, 'PG_VERSION')
  const found = existsSync(path) ? readFileSync(path, 'utf8').trim() : 'unknown'
  if (found === major) return
  throw new StartError(
    `${pgdata} was made by PostgreSQL ${found} and this Parhelion brings PostgreSQL ${major}: with the Parhelion that ` +
      'made it run "parhelion backup FILE", then with this one "parhelion restore FILE" on a fresh PARHELION_DATA_DIR',
  )
}

function readPassword(folder: string): string {
  const path = join(folder, 'password')
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new StartError(`${path}, the database's password, cannot be read (${code}): restore it from a backup`)
  }
}

async function make(folder: string, pgdata: string, runner: Runner, log: LogFile, sync: boolean): Promise<Cluster> {
  const password = randomBytes(24).toString('hex')
  writeFileSync(join(folder, 'password'), `${password}\n`, { mode: 0o600, flush: true })
  // Two folders deep, because the user that runs initdb may not make anything in ours.
  const work = join(folder, `new-${randomBytes(6).toString('hex')}`)
  mkdirSync(work, { mode: 0o700 })
  const passwordFile = join(work, 'password')
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  for (const path of [passwordFile, work]) chownSync(path, runner.owner.uid, runner.owner.gid)
  const command = [
    join(runner.native, 'bin', 'initdb'),
    ...['-D', join(work, 'data'), '-U', USER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
    ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...['--data-checksums', '--no-instructions', ...(sync ? [] : ['--no-sync'])],
  ]
  const start = log.size()
  const code = await (await supervise(runner, command, log.fd)).ended
  if (code !== 0) {
    throw new StartError(`The database could not be made: ${log.reasonSince(start) ?? `initdb ended with ${code}`}`)
  }
  renameSync(join(work, 'data'), pgdata)
  syncFolder(folder)
  rmSync(work, { recursive: true, force: true })
  return { pgdata, password }
}

/** A rename survives a power failure once its folder is on the disk. */
function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r')
  fsyncSync(fd)
  closeSync(fd)
}
