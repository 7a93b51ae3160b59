import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { shell } from '../shell.ts'

/** Where toolchains keep what they have installed, and programs are built, from one run to the next. */
export const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'parhelion-samples')

/** A file beside this one. */
export function here(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

/** A folder filled by shell lines once, and again when one of the files that pin its contents has changed. */
export async function cached(
  cache: string,
  name: string,
  pins: readonly string[],
  lines: readonly string[],
): Promise<string> {
  const hash = createHash('sha256').update(lines.join('\n'))
  for (const pin of pins) hash.update(await readFile(pin))
  const folder = join(cache, `${name}-${hash.digest('hex').slice(0, 12)}`)
  const ready = join(folder, '.ready')
  if (existsSync(ready)) return folder
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const env = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => !!entry[1]))
  const { code, stderr, stdout } = await shell(lines.join(' && '), folder, env, 600_000)
  if (code !== 0) throw new Error(`${name} could not be installed: ${stderr || stdout}`)
  await writeFile(ready, '')
  return folder
}
