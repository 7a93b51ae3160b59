import { ApiError, type ErrorDefinition, limits, type Page } from '@parhelion/contract'
import type { PageRequest, Slice } from '../lib/page.ts'

/** @throws ApiError as `invalid` when both cursors are given */
export function readPage(page: Page | undefined, invalid: ErrorDefinition): PageRequest {
  if (page?.after !== undefined && page.before !== undefined) {
    throw new ApiError(invalid, { titles: [invalid.title, '.page: should have only one of after and before'] })
  }
  return { after: page?.after, before: page?.before, size: page?.size ?? limits.pageSize }
}

/** `meta` and `links` of a page; what leads nowhere is absent. `address` is the one that was called, with its query. */
export function paging(slice: Slice<{ readonly id: string }>, page: PageRequest, address: string) {
  const before = slice.hasPrevious ? slice.items.at(0)?.id : undefined
  const after = slice.hasNext ? slice.items.at(-1)?.id : undefined
  const links = {
    ...(before === undefined ? {} : { prev: withCursor(address, 'before', before) }),
    ...(after === undefined ? {} : { next: withCursor(address, 'after', after) }),
  }
  return {
    meta: {
      hasMore: page.before === undefined ? slice.hasNext : slice.hasPrevious,
      ...(after === undefined ? {} : { afterCursor: after }),
      ...(before === undefined ? {} : { beforeCursor: before }),
    },
    ...(Object.keys(links).length === 0 ? {} : { links }),
  }
}

/** Keeps the other parameters; brackets stay readable, as clients know them. */
function withCursor(address: string, direction: 'after' | 'before', cursor: string): string {
  const url = new URL(address)
  url.searchParams.delete('page[after]')
  url.searchParams.delete('page[before]')
  url.searchParams.set(`page[${direction}]`, cursor)
  return url.href.replaceAll('%5B', '[').replaceAll('%5D', ']')
}
