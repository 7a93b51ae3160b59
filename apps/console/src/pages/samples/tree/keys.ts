import type { Row } from './rows.ts'

const PAGE = 10

/** What a key does in a tree: the row to go to, or what to do with the row that is active; undefined when nothing. */
export function step(key: string, rows: readonly Row[], index: number): number | 'take' | 'toggle' | undefined {
  const row = rows[index]
  const last = rows.length - 1
  const isFolder = row !== undefined && row.item === undefined
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, index + 1)
    case 'ArrowUp':
      return Math.max(0, index - 1)
    case 'PageDown':
      return Math.min(last, index + PAGE)
    case 'PageUp':
      return Math.max(0, index - PAGE)
    case 'Home':
      return 0
    case 'End':
      return last
    case 'ArrowRight':
      if (!isFolder) return undefined
      return row.isExpanded ? Math.min(last, index + 1) : 'toggle'
    case 'ArrowLeft':
      if (isFolder && row.isExpanded) return 'toggle'
      return row?.parent === undefined ? undefined : rows.findIndex(one => one.key === row.parent)
    case 'Enter':
    case ' ':
      return 'take'
    default:
      return typed(key, rows, index)
  }
}

/** A letter goes to the next row that begins with it. */
function typed(key: string, rows: readonly Row[], index: number): number | undefined {
  if ([...key].length !== 1) return undefined
  const isMeant = (row: Row) => row.label.toLowerCase().startsWith(key.toLowerCase())
  const after = rows.findIndex((row, at) => at > index && isMeant(row))
  const found = after === -1 ? rows.findIndex(isMeant) : after
  return found === -1 ? undefined : found
}
