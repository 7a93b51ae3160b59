/** Beyond this, gofmt may put a long name out of the column of its neighbours; the column ends there. */
const LONGEST = 40

/** Texts padded to the width of the longest, in code points, as gofmt counts. */
export function column(cells: readonly string[]): string[] {
  const widest = Math.max(0, ...cells.map(width))
  return cells.map(cell => cell + ' '.repeat(widest - width(cell)))
}

/** The same for each stretch of neighbours whose values take one line: a value of several lines ends a column. */
export function columns(keys: readonly string[], isOneLine: readonly boolean[]): string[] {
  const set: string[] = []
  let open: string[] = []
  for (const [at, key] of keys.entries()) {
    if (isOneLine[at] === true && width(key) <= LONGEST) {
      open.push(key)
      continue
    }
    set.push(...column(open), key)
    open = []
  }
  return [...set, ...column(open)]
}

function width(text: string): number {
  return Array.from(text).length
}
