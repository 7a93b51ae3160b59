import type { QueryResultRow } from 'pg'
import sql, { type Sql } from 'sql-template-tag'
import { type PageRequest, type Slice, slice } from '../lib/page.ts'
import type { Tx } from './tx.ts'

/** Records of one table that a list shows, in the order of their ids. */
interface Listing {
  readonly columns: Sql
  readonly table: Sql
  /** Begins with the tenant. */
  readonly where: Sql
}

/** Reads a page of a list, oldest first; a cursor is exclusive and need not be the id of a record that is still there. */
export async function selectPage<Row extends QueryResultRow, T>(
  tx: Tx,
  { columns, table, where }: Listing,
  page: PageRequest,
  toModel: (row: Row) => T,
): Promise<Slice<T>> {
  const { after, before, size } = page
  const rows = await tx.rows<Row>(
    before === undefined
      ? sql`select ${columns} from ${table} where ${where} and id > ${after ?? ''} order by id limit ${size + 1}`
      : sql`select ${columns} from ${table} where ${where} and id < ${before} order by id desc limit ${size + 1}`,
  )
  return slice(page, rows.map(toModel), await isMoreBehind(tx, { columns, table, where }, page))
}

/** Whether there are records on the other side of the cursor. */
async function isMoreBehind(tx: Tx, { table, where }: Listing, { after, before }: PageRequest): Promise<boolean> {
  if (after === undefined && before === undefined) return false
  const side = before === undefined ? sql`id <= ${after}` : sql`id >= ${before}`
  const [row] = await tx.rows<{ more: boolean }>(
    sql`select exists (select from ${table} where ${where} and ${side}) as more`,
  )
  return row?.more ?? false
}
