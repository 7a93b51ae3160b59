import type { Static, TSchema } from 'typebox'
import { limits } from './limits.ts'
import { text } from './schema.ts'
import { Type } from './type.ts'

const Cursor = (description: string) =>
  Type.Optional(text({ description, minLength: 24, maxLength: 24, examples: ['5e1606762556d93e9c176f69'] }))

/** `page[after]`, `page[before]` and `page[size]`; a cursor is the id of a record, which is itself not part of the page. */
export const Page = Type.Object(
  {
    after: Cursor('The page starts behind this record. Not together with `before`.'),
    before: Cursor('The page ends before this record. Not together with `after`.'),
    size: Type.Optional(
      Type.Integer({
        description: 'Records on a page.',
        minimum: 1,
        maximum: limits.pageSizeMax,
        default: limits.pageSize,
        examples: [10],
      }),
    ),
  },
  { title: 'Page' },
)
export type Page = Static<typeof Page>

export const Meta = Type.Object(
  {
    hasMore: Type.Boolean({ description: 'Whether more records follow in the direction of this page.' }),
    afterCursor: Type.Optional(text({ description: 'The `page[after]` of the next page; absent on the last one.' })),
    beforeCursor: Type.Optional(
      text({ description: 'The `page[before]` of the previous page; absent on the first one.' }),
    ),
  },
  { title: 'Meta' },
)

export const Links = Type.Object(
  {
    prev: Type.Optional(text({ description: 'Address of the previous page; absent on the first one.' })),
    next: Type.Optional(text({ description: 'Address of the next page; absent on the last one.' })),
  },
  { title: 'Links' },
)

/** A page of records under `name`, with where to go on. */
export function pageOf<const Name extends string, T extends TSchema>(name: Name, item: T) {
  return Type.Object({
    ...({ [name]: Type.Array(item) } as Record<Name, ReturnType<typeof Type.Array<T>>>),
    meta: Meta,
    links: Type.Optional(Links),
  })
}
