import { posix } from 'node:path'
import { isCode, type Tree, type Violation } from './source.ts'

const LINES_MAX = 300
const FILES_MAX = 20

/** Folders that hold one file per case of a growing list of data, not code that one reads as a whole. */
const COLLECTIONS = [/(?:^|\/)golden$/, /^packages\/samples\/cases$/, /^apps\/server\/migrations$/, /^docs\/decisions$/]

/** A file or a folder that is too large for now. It may not grow, and leaves the list when it fits. */
export interface Oversize {
  readonly path: string
  /** Lines of the file or files of the folder when it was listed. */
  readonly atMost: number
  readonly reason: string
}

/** R8: a file is read on a few screens, a folder at one glance. */
export function checkSizes(tree: Tree, oversizes: readonly Oversize[]): Violation[] {
  const listed = new Map(oversizes.map(oversize => [oversize.path, oversize]))
  const found: Violation[] = []
  const sizes = [
    ...fileSizes(tree).map(size => ({ ...size, max: LINES_MAX, unit: 'lines' })),
    ...folderSizes(tree).map(size => ({ ...size, max: FILES_MAX, unit: 'files' })),
  ]
  for (const { path, size, max, unit } of sizes) {
    const limit = listed.get(path)
    if (size <= max) continue
    listed.delete(path)
    if (!limit) found.push(`${path} has ${size} ${unit}, at most ${max} (R8)`)
    else if (limit.reason.trim() === '') found.push(`${path} is listed as oversize without a reason (R8)`)
    else if (size > limit.atMost) found.push(`${path} grew to ${size} ${unit}, listed with ${limit.atMost} (R8)`)
  }
  for (const path of listed.keys()) found.push(`${path} is listed as oversize and is not: take it off the list (R8)`)
  return found
}

interface Size {
  readonly path: string
  readonly size: number
}

function fileSizes(tree: Tree): Size[] {
  return [...tree]
    .filter(([path]) => isCode(path))
    .map(([path, text]) => ({ path, size: text.replace(/\n$/, '').split('\n').length }))
}

function folderSizes(tree: Tree): Size[] {
  const counts = new Map<string, number>()
  for (const path of tree.keys()) {
    const folder = posix.dirname(path)
    counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  return [...counts]
    .filter(([path]) => !COLLECTIONS.some(collection => collection.test(path)))
    .map(([path, size]) => ({ path, size }))
}
