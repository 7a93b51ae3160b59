import type { Pool } from 'pg'

/** Of a table in parts the whole, not its parts. */
async function tableNames(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`,
  )
  return rows.map(row => row.name)
}

/** How many rows each table holds: equal before and after a request that changed nothing. */
export async function rowCounts(pool: Pool): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const name of await tableNames(pool)) {
    const { rows } = await pool.query<{ count: number }>(`select count(*)::int as count from ${name}`)
    counts[name] = rows[0]?.count ?? 0
  }
  return counts
}

/** Every row of every table as PostgreSQL would export it, by table. */
export async function exportTables(pool: Pool): Promise<ReadonlyMap<string, readonly string[]>> {
  const exported = new Map<string, readonly string[]>()
  for (const name of await tableNames(pool)) {
    const { rows } = await pool.query<{ line: string }>(`select t::text as line from ${name} t order by 1`)
    exported.set(
      name,
      rows.map(row => row.line),
    )
  }
  return exported
}

/** How many statements wait for what another transaction holds. */
export async function waiting(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return rows[0]?.count ?? 0
}
