import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isCode, type Tree } from './source.ts'

const SKIPPED = new Set(['node_modules', 'dist', 'coverage'])

/** The repository as it lies on disk; text that no rule reads is left empty, its path still counts. */
export function readTree(root: string): Tree {
  const tree = new Map<string, string>()
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name) && !entry.name.startsWith('.')) visit(path)
      } else if (entry.isFile() && !entry.name.startsWith('.')) {
        tree.set(path, isRead(path) ? readFileSync(join(root, path), 'utf8') : '')
      }
    }
  }
  visit('')
  return tree
}

function isRead(path: string): boolean {
  return isCode(path) || path.endsWith('package.json') || path.endsWith('tsconfig.json') || path.endsWith('schema.sql')
}
