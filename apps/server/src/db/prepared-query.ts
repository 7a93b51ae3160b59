import pg, { type Pool, type PoolClient, type QueryResult, type QueryResultRow } from 'pg'
import { parsers } from './parsers.ts'

/**
 * Runs a statement under a name. A connection prepares it once and is asked once for its columns: `pg` would ask each time, and
 * both sides would write, read and look them up for each answer.
 * @param name stands for this text alone
 */
export function queryPrepared<Row extends QueryResultRow>(
  executor: Pool | PoolClient,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<QueryResult<Row>> {
  const { promise, resolve, reject } = Promise.withResolvers<QueryResult<Row>>()
  executor.query(new PreparedQuery(name, text, values) as unknown as string, [], (error, result) => {
    if (error) reject(error)
    else resolve(result as QueryResult<Row>)
  })
  return promise
}

/** What of a result stands for its columns. */
interface Columns {
  readonly fields: unknown
  readonly _parsers: unknown
  readonly _prebuiltEmptyResultObject: unknown
}

/** A connection, and what it has told. */
interface Known {
  /** The connection, asked for no columns. */
  readonly quiet: object
  readonly columns: Map<string, Columns>
}

/** What queries of `pg` are made of, of which its types do not tell. */
interface Inner {
  name: string
  values: readonly unknown[]
  _result: Columns & { _types: unknown }
  _accumulateRows: boolean
  prepare(connection: object): void
  handleRowDescription(message: object): void
}

const Query = pg.Query as unknown as new (text: string) => Inner

const knownOf = new WeakMap<object, Known>()

class PreparedQuery extends Query {
  /** Of the connection that is asked for columns. */
  #asked: Known | undefined

  constructor(name: string, text: string, values: readonly unknown[]) {
    super(text)
    this.name = name
    this.values = values
    this._result._types = parsers
  }

  override prepare(connection: object): void {
    const known = knownOf.get(connection) ?? { quiet: quieted(connection), columns: new Map() }
    knownOf.set(connection, known)
    const columns = known.columns.get(this.name)
    if (columns === undefined) {
      this.#asked = known
      super.prepare(connection)
    } else {
      Object.assign(this._result, columns)
      this._accumulateRows = true
      super.prepare(known.quiet)
    }
  }

  override handleRowDescription(message: object): void {
    super.handleRowDescription(message)
    const { fields, _parsers, _prebuiltEmptyResultObject } = this._result
    this.#asked?.columns.set(this.name, { fields, _parsers, _prebuiltEmptyResultObject })
  }
}

const quieted = (connection: object): object =>
  Object.create(connection, { describe: { value: () => undefined } }) as object
