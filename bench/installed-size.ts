import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')

/** Bytes of a package of `node_modules` and of all that it depends on, each once. */
export function installedBytes(name: string): number {
  const folders = new Set<string>()
  collect(folderOf(name, ROOT), folders)
  return [...folders].reduce((sum, folder) => sum + bytesOf(folder), 0)
}

function collect(folder: string, folders: Set<string>): void {
  if (folders.has(folder)) return
  folders.add(folder)
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  for (const name of Object.keys(dependencies)) collect(folderOf(name, folder), folders)
}

/** As Node looks for it: beside the one that asks, then further up. */
function folderOf(name: string, from: string): string {
  const folder = join(from, 'node_modules', name)
  if (existsSync(join(folder, 'package.json'))) return folder
  if (from === dirname(from)) throw new Error(`${name} is not installed`)
  return folderOf(name, dirname(from))
}

/** Of the files in a folder, without packages installed for it alone, which are counted as packages. */
function bytesOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.name !== 'node_modules')
    .map(entry => join(folder, entry.name))
    .reduce((sum, path) => sum + (statSync(path).isDirectory() ? bytesOf(path) : statSync(path).size), 0)
}

/** Bytes of the engine: its sources without what proves them, and what it depends on. */
export function engineBytes(): number {
  const own = readdirSync(join(ROOT, 'packages/samples/src'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !entry.name.endsWith('.test.ts') && !entry.parentPath.includes('golden'))
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'packages/samples/package.json'), 'utf8'))
  return Object.keys(dependencies).reduce((sum, name) => sum + installedBytes(name), own)
}
