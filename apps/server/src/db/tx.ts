import type { Pool, PoolClient, QueryResultRow } from 'pg'
import type { Sql } from 'sql-template-tag'
import { type BatchedRead, Batches, type ReadMany } from './batches.ts'
import { rethrow } from './errors.ts'
import { queryPrepared } from './prepared-query.ts'

/** Where statements go: a transaction, or single statements that commit for themselves. First parameter of every store function. */
export interface Tx {
  rows<Row extends QueryResultRow>(statement: Sql): Promise<Row[]>
  /** The number of rows written. */
  run(statement: Sql): Promise<number>
}

/** Takes the last statements of a transaction, already sent, for which its commit need not wait. */
export type Finish = (...last: Promise<unknown>[]) => void

/** The database as services see it. */
export class Db {
  readonly #pool: Pool
  /** Single statements, each in its own transaction; for reads that stand alone. */
  readonly single: Tx
  /** Told of each transaction that was committed, and of nothing else. */
  readonly onCommitted: ((tx: Tx) => void)[] = []
  readonly #batches = new Batches<Tx>(work => this.#together(work))

  constructor(pool: Pool) {
    this.#pool = pool
    this.single = statements(pool)
  }

  /** A read that shares its statement with others of its kind; for those of which many come at the same time. */
  batched<Key, Value>(read: ReadMany<Tx, Key, Value>, nameOf: (key: Key) => string): BatchedRead<Key, Value> {
    return this.#batches.of(read, nameOf)
  }

  /** Each statement is a transaction of its own. */
  async #together(work: (tx: Tx) => Promise<unknown>): Promise<void> {
    const client = await this.#pool.connect().catch(rethrow)
    try {
      await work(statements(client))
      client.release()
    } catch (error) {
      client.release(true)
      throw error
    }
  }

  /**
   * Runs `work` in one transaction: all of it is committed, or nothing. Never called inside another one.
   * A connection carries statements out in order, so the first one travels with `begin`, and those that `work` hands
   * to `finish` with `commit`; when one of these fails, that commit is a rollback.
   */
  async transaction<T>(work: (tx: Tx, finish: Finish) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch(rethrow)
    let isOver = false
    const open: Promise<unknown>[] = []
    const finish = (...last: Promise<unknown>[]): void => {
      open.push(...last)
      // Waited for below; until then a failure is nobody's.
      for (const one of last) one.catch(() => undefined)
    }
    try {
      finish(client.query('begin'))
      const tx = statements(client, () => isOver)
      const result = await work(tx, finish)
      isOver = true
      const ended = client.query('commit')
      finish(ended)
      await Promise.all(open)
      if ((await ended).command !== 'COMMIT') throw new Error('a transaction that should be committed was rolled back')
      client.release()
      for (const told of this.onCommitted) told(tx)
      return result
    } catch (error) {
      await rollBack(client)
      return rethrow(error)
    }
  }

  /** @throws DatabaseUnavailable when the database does not answer */
  async ping(): Promise<void> {
    await this.#pool.query('select 1').catch(rethrow)
  }
}

/** A client whose transaction cannot be ended is thrown away, not given back. */
async function rollBack(client: PoolClient): Promise<void> {
  try {
    await client.query('rollback')
    client.release()
  } catch (error) {
    client.release(error instanceof Error ? error : true)
  }
}

function statements(executor: Pool | PoolClient, isOver = () => false): Tx {
  const query = async <Row extends QueryResultRow>(statement: Sql) => {
    if (isOver()) throw new Error('a statement came after the end of its transaction')
    const { text, values } = statement
    return await queryPrepared<Row>(executor, nameOf(text), text, values).catch(rethrow)
  }
  return {
    rows: async <Row extends QueryResultRow>(statement: Sql) => (await query<Row>(statement)).rows,
    run: async statement => (await query(statement)).rowCount ?? 0,
  }
}

const names = new Map<string, string>()

/** Statements are prepared once per connection under a name that stands for their text. */
function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = `s${names.size + 1}`
  names.set(text, name)
  return name
}
