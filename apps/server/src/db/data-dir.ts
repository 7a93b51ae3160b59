import { accessSync, constants, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { StartError } from '../lib/start-error.ts'
import { takeExclusive } from './embedded/exclusive.js'

export interface DataDirLock {
  release(): Promise<void>
}

/**
 * Makes the data folder, for its owner alone, unless it is there; parents that are missing get the usual mode.
 * @throws StartError when it cannot be made or written to, or is no folder
 */
export function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(dirname(dataDir), { recursive: true })
    mkdirSync(dataDir, { mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EEXIST' || !isFolder(dataDir)) throw cannotUse(dataDir, code)
  }
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw cannotUse(dataDir, (error as NodeJS.ErrnoException).code)
  }
}

/**
 * Takes the data folder for this process, making it if need be, until `release` or the end of the process.
 * @throws StartError when another Parhelion has it, naming that process, or the folder cannot be used
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  makeDataDir(dataDir)
  const lock = await takeExclusive(dataDir, 'data')
  if ('release' in lock) return lock
  const who = lock.heldBy === undefined ? 'another Parhelion' : `another Parhelion (pid ${lock.heldBy})`
  throw new StartError(`The data folder ${dataDir} is in use by ${who}: stop it, or set PARHELION_DATA_DIR`)
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function cannotUse(dataDir: string, code: string | undefined): StartError {
  const reasons: Record<string, string> = {
    EACCES: 'this user may not write there',
    EPERM: 'this user may not write there',
    EROFS: 'the file system is read-only',
    EEXIST: 'it is not a folder',
    ENOTDIR: 'a part of the path is not a folder',
    ENOSPC: 'the disk is full',
  }
  const reason = reasons[code ?? ''] ?? code ?? 'unknown reason'
  return new StartError(`The data folder ${dataDir} cannot be used: ${reason} (set PARHELION_DATA_DIR to another)`)
}
