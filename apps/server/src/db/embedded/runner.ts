import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, lchownSync, readdirSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { StartError } from '../../lib/start-error.ts'
import { type Binaries, copyBinaries, linkLibraries } from './binaries.ts'

/** The user `nobody` nearly everywhere. PostgreSQL refuses to run as root. */
const NOBODY = 65534

interface Wrapped {
  readonly file: string
  readonly args: readonly string[]
  readonly options: { readonly uid?: number; readonly gid?: number; readonly env: Record<string, string> }
}

/** How PostgreSQL's programs are run here, and from where. */
export interface Runner {
  /** Folder that holds `bin`, `lib` and `share`. */
  readonly native: string
  /** Who must own its files, as seen from outside. */
  readonly owner: { readonly uid: number; readonly gid: number }
  /** Such as `18`. */
  readonly major: string
  wrap(command: readonly [string, ...string[]]): Wrapped
}

type Way = Pick<Runner, 'owner' | 'wrap'>

// Nothing of ours: the environment may hold the master key.
const ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/**
 * Chooses how to run PostgreSQL: as ourselves; as root, as another user, which can touch nothing of ours; and where
 * that user cannot enter the folder, in a user namespace in which we have another number.
 * @param folder the embedded database's own folder, inside the data folder
 * @throws StartError when no way works
 */
export function chooseRunner(folder: string, binaries: Binaries): Runner {
  const root = process.getuid?.() === 0
  const problems: string[] = []
  for (const way of root ? [asNobody(folder), inNamespace()] : [asOurselves(), inNamespace()]) {
    if (way === undefined) continue
    for (const native of [() => linkLibraries(binaries), () => copyBinaries(binaries, folder)]) {
      const place = native()
      if (place === undefined) continue
      const answer = version(way, place)
      if (answer.major !== undefined) return { ...way, native: place, major: answer.major }
      problems.push(answer.problem)
    }
  }
  throw new StartError(
    `The PostgreSQL that comes with Parhelion does not run here (${problems[0] ?? 'no user to run it as'}): ` +
      'set DATABASE_URL to a PostgreSQL of your own, or PARHELION_DATA_DIR to another folder',
  )
}

function asOurselves(): Way | undefined {
  try {
    const { uid, gid } = userInfo()
    return { owner: { uid, gid }, wrap: ([file, ...args]) => ({ file, args, options: { env: ENVIRONMENT } }) }
  } catch {
    // initdb refuses a user without an entry in the list of users.
    return undefined
  }
}

function asNobody(folder: string): Way | undefined {
  const options = { uid: NOBODY, gid: NOBODY, env: ENVIRONMENT }
  const way: Way = { owner: { uid: NOBODY, gid: NOBODY }, wrap: ([file, ...args]) => ({ file, args, options }) }
  const canEnter = (path: string): boolean => run(way, ['/bin/sh', '-c', 'cd -- "$1"', 'sh', path]).ok
  const dataDir = dirname(folder)
  if (!canEnter(dirname(dataDir))) return undefined
  for (const one of [dataDir, folder]) letGroupEnter(one)
  return canEnter(folder) ? way : undefined
}

/** Enter, not list; and only where root's own group had the place, so that no arrangement of the operator breaks. */
function letGroupEnter(folder: string): void {
  const { mode, gid, uid } = statSync(folder)
  if ((mode & 0o001) !== 0 || uid !== 0 || (gid !== 0 && gid !== NOBODY)) return
  chownSync(folder, 0, NOBODY)
  chmodSync(folder, (mode & 0o700) | 0o010)
}

function inNamespace(): Way | undefined {
  if (process.platform !== 'linux') return undefined
  const prefix = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--']
  return {
    owner: { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
    wrap: command => ({ file: 'unshare', args: [...prefix, ...command], options: { env: ENVIRONMENT } }),
  }
}

function version(way: Way, native: string): { major: string; problem?: never } | { major?: never; problem: string } {
  const { ok, output } = run(way, [join(native, 'bin', 'postgres'), '--version'])
  const major = /\(PostgreSQL\) (\d+)/.exec(output)?.[1]
  return ok && major !== undefined ? { major } : { problem: output.trim().split('\n')[0] ?? '' }
}

function run(way: Way, command: readonly [string, ...string[]]): { ok: boolean; output: string } {
  const { file, args, options } = way.wrap(command)
  const result = spawnSync(file, args, { ...options, cwd: '/', encoding: 'utf8', timeout: 20_000 })
  return { ok: result.status === 0, output: result.error?.message ?? result.stdout + result.stderr }
}

/**
 * Makes a folder's files belong to whom PostgreSQL runs as: a copy made by root has changed them, or the data folder
 * was moved to where another way of running works.
 * @throws StartError when they belong to a third user
 */
export function giveTo(owner: Runner['owner'], folder: string): void {
  const { uid } = statSync(folder)
  if (uid === owner.uid) return
  if (process.getuid?.() !== 0 || (uid !== 0 && uid !== NOBODY)) {
    throw new StartError(`${folder} belongs to user ${uid}, not to user ${owner.uid}: start Parhelion as that user`)
  }
  const give = (path: string): void => lchownSync(path, owner.uid, owner.gid)
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) give(join(folder, name))
  give(folder)
}
