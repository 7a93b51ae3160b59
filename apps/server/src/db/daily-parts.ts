import sql from 'sql-template-tag'
import type { Clock } from '../lib/clock.ts'
import type { Db } from './tx.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** Today and the days after it, so that a server that stands still for a night finds its part all the same. */
const DAYS_AHEAD = 2

/** A table that is kept in parts of a day each, told apart by the time in an id. */
interface PartedTable {
  readonly table: string
  /** The column of that id. */
  readonly key: string
}

interface Needs {
  readonly db: Db
  readonly clock: Clock
  readonly tables: readonly PartedTable[]
  /** What is older goes, whole days at a time. */
  readonly retentionDays: number
}

/** Makes the parts of the days to come, and drops those that are older than they are kept. Rows without a part are kept in a default one. */
export class DailyParts {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /**
   * Each statement is a transaction of its own: a lock on one table that were kept while another is waited for would stop
   * whoever uses both, and end one of the two.
   */
  async keep(): Promise<void> {
    const { clock, db, tables, retentionDays } = this.#needs
    const today = clock.now().getTime()
    for (const { table, key } of tables) {
      for (let ahead = 0; ahead <= DAYS_AHEAD; ahead++)
        await db.single.rows(sql`select make_part(${table}, ${key}, ${dayOf(today + ahead * DAY_MS)}::date)`)
      await db.single.rows(sql`select drop_parts(${table}, ${key}, ${dayOf(today - retentionDays * DAY_MS)}::date)`)
    }
  }
}

/** In UTC: `2026-01-31`. */
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
