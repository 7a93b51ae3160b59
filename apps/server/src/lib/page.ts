/** A page as stores are asked for it: never both cursors, each the id of a record that need not exist. */
export interface PageRequest {
  readonly after: string | undefined
  readonly before: string | undefined
  readonly size: number
}

/** A page as stores give it, in the order of the list. */
export interface Slice<T> {
  readonly items: readonly T[]
  readonly hasPrevious: boolean
  readonly hasNext: boolean
}

/**
 * Cuts a page out of what a store fetched in the direction of the page: one record more than asked for, if there is one.
 * @param behind whether there are records on the other side of the cursor
 */
export function slice<T>(page: PageRequest, fetched: readonly T[], behind: boolean): Slice<T> {
  const more = fetched.length > page.size
  const items = fetched.slice(0, page.size)
  return page.before === undefined
    ? { items, hasPrevious: behind, hasNext: more }
    : { items: items.reverse(), hasPrevious: more, hasNext: behind }
}
