import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { ClientBase } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { readApplied } from '../db/migrate.ts'
import type { FileStorage } from '../files/storage.ts'
import { sealedWith } from '../lib/seal.ts'
import { StartError } from '../lib/start-error.ts'
import { VERSION } from '../lib/version.ts'
import { encodeBody, encodeClosed, encodeLine, FORMAT, type Line } from './records.ts'
import { copyOut, countTransactions, FILES, findMasterKeyCheck, readTables, SESSION, type Table } from './tables.ts'

/** Attachments are mostly packed already, and the text of tables shrinks nearly as much as with more effort. */
const LEVEL = 1
const KEYS_AT_ONCE = 500

/** What a backup holds. */
export interface Content {
  readonly tables: number
  readonly rows: number
  readonly files: number
}

export interface Taken extends Content {
  /** Keys of files that are gone although rows name them: not of those that were removed meanwhile. */
  readonly lost: readonly string[]
}

interface Source {
  /** A connection of its own, without time limits; after a failure it is of no further use. */
  readonly client: ClientBase
  readonly files: FileStorage
  readonly takenAt: Date
}

/**
 * Writes a backup of one moment, whatever is written meanwhile, and ends `out`. A file that is removed while it is taken
 * is left out with its row, as if the backup had been taken a little later.
 * @throws StartError when there is nothing to back up
 */
export async function writeBackup(source: Source, out: Writable, signal: AbortSignal): Promise<Taken> {
  const { client } = source
  const backup = new Backup(source)
  await client.query(SESSION)
  await client.query('begin isolation level repeatable read read only')
  const content = encodeClosed(backup.records(), () => ({ end: 'backup', ...backup.content }))
  await pipeline(content, createGzip({ level: LEVEL }), out, { signal })
  await client.query('commit')
  return { ...backup.content, lost: await stillNamed(client, backup.missing) }
}

class Backup {
  readonly #source: Source
  readonly missing: string[] = []
  content: Content = { tables: 0, rows: 0, files: 0 }

  constructor(source: Source) {
    this.#source = source
  }

  async *records(): AsyncGenerator<Buffer> {
    const { client } = this.#source
    const tables = await readTables(client)
    yield encodeLine(await this.#header(tables))
    // Before the rows that name them, so that a row goes without its file only when that is known to be missing.
    if (tables.some(({ name }) => name === FILES.table)) yield* this.#files()
    for (const table of tables) yield* this.#table(table, tables)
  }

  async #header(tables: readonly Table[]): Promise<Line> {
    const { client, takenAt } = this.#source
    const check = await findMasterKeyCheck(client, tables)
    if (check === undefined) throw new StartError('There is nothing to back up: the database holds no account')
    const { rows } = await client.query(`select current_setting('server_version_num')::int / 10000 as major`)
    return {
      parhelion: 'backup',
      format: FORMAT,
      version: VERSION,
      takenAt: takenAt.toISOString(),
      postgres: rows[0].major,
      masterKey: sealedWith(check),
      transactions: await countTransactions(client, tables),
      migrations: await readApplied(client),
    }
  }

  async *#files(): AsyncGenerator<Buffer> {
    const { client } = this.#source
    const column = client.escapeIdentifier(FILES.key)
    await client.query(`declare files no scroll cursor for select ${column} as key from ${FILES.table} order by 1`)
    for (;;) {
      const { rows } = await client.query<{ key: string }>(`fetch ${KEYS_AT_ONCE} from files`)
      if (rows.length === 0) break
      for (const { key } of rows) yield* this.#file(key)
    }
    await client.query('close files')
  }

  async *#file(key: string): AsyncGenerator<Buffer> {
    const stream = await this.#source.files.open(key, { start: 0, end: Number.POSITIVE_INFINITY })
    if (stream === undefined) {
      this.missing.push(key)
      return
    }
    yield encodeLine({ file: key })
    yield* encodeBody(stream as AsyncIterable<Buffer>)
    yield encodeLine({ end: key })
    this.content = { ...this.content, files: this.content.files + 1 }
  }

  async *#table(table: Table, all: readonly Table[]): AsyncGenerator<Buffer> {
    const { client } = this.#source
    const where = table.name === FILES.table ? this.#present() : undefined
    const stream = client.query(copyTo(copyOut(client, table, all, where)))
    yield encodeLine({ table: table.name, columns: table.columns.map(({ name }) => name) })
    yield* encodeBody(stream as AsyncIterable<Buffer>)
    if (!stream.closed) await once(stream, 'close')
    yield encodeLine({ end: table.name, rows: stream.rowCount })
    const { tables, rows } = this.content
    this.content = { ...this.content, tables: tables + 1, rows: rows + stream.rowCount }
  }

  #present(): string {
    const { client } = this.#source
    const missing = this.missing.map(key => client.escapeLiteral(key)).join(', ')
    return `t.${client.escapeIdentifier(FILES.key)} <> all (array[${missing}]::text[])`
  }
}

async function stillNamed(client: ClientBase, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return []
  const column = client.escapeIdentifier(FILES.key)
  const { rows } = await client.query<{ key: string }>(
    `select ${column} as key from ${FILES.table} where ${column} = any($1::text[]) order by 1`,
    [keys],
  )
  return rows.map(row => row.key)
}
