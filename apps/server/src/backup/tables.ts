import type { ClientBase } from 'pg'

export interface Table {
  readonly name: string
  readonly columns: readonly Column[]
}

interface Column {
  readonly name: string
  /** Holds the id of a transaction, whose meaning ends with the cluster that gave it out. */
  readonly isTransaction: boolean
}

/** The rows that name files, and what a name looks like: it becomes a path. */
export const FILES = { table: 'attachments', key: 'id', pattern: /^[0-9A-Za-z]{1,64}$/ }

/** How values are written, so that every PostgreSQL reads them again as what they were. */
export const SESSION = `
  set datestyle = 'ISO'; set timezone = 'UTC'; set intervalstyle = 'postgres'; set bytea_output = 'hex';
  set extra_float_digits = 1; set client_encoding = 'UTF8'; set statement_timeout = 0; set lock_timeout = 0;
  set idle_in_transaction_session_timeout = 0`

/** Never copied: the notes of what migrations ran, and who is signed in, which means nothing elsewhere and later. */
const LEFT_OUT = ['schema_migrations', 'hub_sessions', 'hub_links']

const COLUMNS = `
  select c.relname as table, a.attname as name, a.atttypid = 'xid8'::regtype as transaction
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  where c.relkind in ('r', 'p') and not c.relispartition and c.relname not in (${LEFT_OUT.map(name => `'${name}'`).join(', ')})
    and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype = 'e')
  order by c.relname collate "C", a.attnum`

const REFERENCES = `
  select c.relname as child, p.relname as parent
  from pg_constraint o
  join pg_class c on c.oid = o.conrelid
  join pg_class p on p.oid = o.confrelid
  join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
  where o.contype = 'f' and c.oid <> p.oid`

/** Every table that is copied, a table behind those that its rows refer to. */
export async function readTables(client: ClientBase): Promise<Table[]> {
  const columns = await client.query<{ table: string; name: string; transaction: boolean }>(COLUMNS)
  const references = await client.query<{ child: string; parent: string }>(REFERENCES)
  const tables = [...Map.groupBy(columns.rows, row => row.table)].map(([name, rows]) => ({
    name,
    columns: rows.map(row => ({ name: row.name, isTransaction: row.transaction })),
  }))
  const parents = Map.groupBy(references.rows, row => row.child)
  return parentsFirst(tables, ({ name }) => (parents.get(name) ?? []).map(row => row.parent))
}

function parentsFirst(tables: readonly Table[], parentsOf: (table: Table) => readonly string[]): Table[] {
  const sorted: Table[] = []
  const left = new Map(tables.map(table => [table.name, table]))
  while (left.size > 0) {
    const free = [...left.values()].filter(table => parentsOf(table).every(parent => !left.has(parent)))
    if (free.length === 0) throw new Error(`the tables ${[...left.keys()].join(', ')} refer to each other`)
    for (const table of free) left.delete(table.name)
    sorted.push(...free)
  }
  return sorted
}

/**
 * Reads a table. Ids of transactions become their place among all that are stored: what came first stays first, and a
 * mark between two of them stays between, while the numbers of another cluster mean nothing to the next one.
 * @param where which rows; all without it
 */
export function copyOut(client: ClientBase, table: Table, all: readonly Table[], where = 'true'): string {
  const name = (text: string): string => client.escapeIdentifier(text)
  const selected = table.columns.map((column, at) =>
    column.isTransaction ? `p${at}.place as ${name(column.name)}` : `t.${name(column.name)}`,
  )
  const joins = table.columns.flatMap((column, at) =>
    column.isTransaction ? [`left join places p${at} on p${at}.id = t.${name(column.name)}`] : [],
  )
  const places = joins.length === 0 ? '' : `with places as (${placesOf(client, all)}) `
  const from = `from ${name(table.name)} t ${joins.join(' ')}`
  return `copy (${places}select ${selected.join(', ')} ${from} where ${where}) to stdout`
}

function placesOf(client: ClientBase, all: readonly Table[]): string {
  return `select id, row_number() over (order by id) as place from (select distinct id from (${idsOf(client, all)}) stored) ids`
}

/** The ids of transactions in all tables; undefined when no column holds any. */
function idsOf(client: ClientBase, all: readonly Table[]): string | undefined {
  const parts = all.flatMap(table =>
    table.columns
      .filter(column => column.isTransaction)
      .map(({ name }) => `select ${client.escapeIdentifier(name)} as id from ${client.escapeIdentifier(table.name)}`),
  )
  return parts.length === 0 ? undefined : parts.join(' union all ')
}

/** Writes a table. */
export function copyIn(client: ClientBase, table: Table): string {
  const columns = table.columns.map(({ name }) => client.escapeIdentifier(name)).join(', ')
  return `copy ${client.escapeIdentifier(table.name)} (${columns}) from stdin`
}

/** How many different ids of transactions are stored, and so the highest place that {@link copyOut} gives. */
export async function countTransactions(client: ClientBase, all: readonly Table[]): Promise<number> {
  const ids = idsOf(client, all)
  if (ids === undefined) return 0
  const { rows } = await client.query<{ count: string }>(`select count(distinct id) as count from (${ids}) stored`)
  return Number(rows[0]?.count)
}

/**
 * Uses up ids of transactions until those to come are higher than so many, because readers go by their order: what is
 * copied lies before whatever is written afterwards. Each is given to a part of a transaction that is undone, some 200
 * in a millisecond.
 */
export async function passTransactions(client: ClientBase, count: number): Promise<void> {
  await client.query(`
    do $$
    begin
      while pg_snapshot_xmax(pg_current_snapshot())::text::bigint <= ${count} loop
        begin
          perform pg_logical_emit_message(true, '', '');
          raise division_by_zero;
        exception when division_by_zero then null;
        end;
      end loop;
    end $$`)
}

/** The tables that hold rows. */
export async function findFilled(client: ClientBase, tables: readonly Table[]): Promise<Table[]> {
  const filled: Table[] = []
  for (const table of tables) {
    const { rows } = await client.query(`select exists (select from ${client.escapeIdentifier(table.name)}) as filled`)
    if (rows[0].filled === true) filled.push(table)
  }
  return filled
}

/** Takes all rows of a table. */
export async function clear(client: ClientBase, { name }: Table): Promise<void> {
  await client.query(`delete from ${client.escapeIdentifier(name)}`)
}

/** The check value of the one account; undefined when there is none. */
export async function findMasterKeyCheck(client: ClientBase, tables: readonly Table[]): Promise<string | undefined> {
  if (!tables.some(({ name }) => name === 'accounts')) return undefined
  const { rows } = await client.query<{ check: string }>('select master_key_check as check from accounts')
  return rows[0]?.check
}
