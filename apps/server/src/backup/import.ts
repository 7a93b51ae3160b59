import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { ClientBase } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type Applied, migrateWithin } from '../db/migrate.ts'
import type { DiskStorage } from '../files/disk-storage.ts'
import { StartError } from '../lib/start-error.ts'
import type { Content } from './export.ts'
import { damaged, FORMAT, type Line, RecordReader } from './records.ts'
import {
  clear,
  copyIn,
  FILES,
  findFilled,
  findMasterKeyCheck,
  passTransactions,
  readTables,
  SESSION,
  type Table,
} from './tables.ts'

export interface Header {
  readonly version: string
  /** When, as the one who took it saw it. */
  readonly takenAt: string
  /** Names the master key that opens its secrets. */
  readonly masterKey: string
  /** The highest place of a transaction that a row has. */
  readonly transactions: number
  readonly migrations: readonly Applied[]
}

interface Target {
  /** A connection of its own, without time limits; after a failure it is of no further use. */
  readonly client: ClientBase
  /** Where files are kept, and where they wait until the backup is known to be whole: on the same disk. */
  readonly files: DiskStorage
  readonly staging: DiskStorage
  /** @throws what speaks against the master key, given the check value of the account */
  readonly checkMasterKey: (check: string) => void
}

/** A backup that is read once, from its beginning. */
export class BackupFile {
  readonly header: Header
  readonly #reader: RecordReader

  private constructor(header: Header, reader: RecordReader) {
    this.header = header
    this.#reader = reader
  }

  /** @throws StartError when it is no backup, or one of a later format */
  static async open(source: Readable): Promise<BackupFile> {
    const unpacked = createGunzip()
    // Both ends are told of a failure; the reader hears of it by the stream that it reads.
    pipeline(source, unpacked).catch(() => undefined)
    const reader = new RecordReader(unpacked)
    return new BackupFile(readHeader(await reader.line()), reader)
  }

  /**
   * Fills an empty installation: all of it, or, whatever happens, nothing. The rows are loaded into the schema they were
   * taken from, which is then brought up to date.
   * @throws StartError when it is not empty, or the backup is damaged, cut off, or of a newer release
   */
  async restoreInto(target: Target): Promise<Content> {
    const { client, files, staging } = target
    await client.query(SESSION)
    // Before our own transaction, which then lies behind all that is restored, too.
    await passTransactions(client, this.header.transactions)
    await client.query('begin')
    await migrateWithin(client, this.header.migrations)
    const tables = await readTables(client)
    // A server that starts for the first time now waits, and then finds the account that is restored.
    await client.query('lock table accounts in share row exclusive mode')
    await makeEmpty(client, tables)
    const content = await this.#load(target, tables)
    target.checkMasterKey((await findMasterKeyCheck(client, tables)) ?? '')
    await migrateWithin(client)
    // A file that no row names is harmless and is swept away; a row must not name a file that is not there.
    await files.takeOver(staging)
    await client.query('commit')
    await client.query('analyze')
    return content
  }

  async #load(target: Target, tables: readonly Table[]): Promise<Content> {
    const content = { tables: 0, rows: 0, files: 0 }
    for (;;) {
      const line = await this.#reader.line()
      if (line.end === 'backup') {
        await this.#reader.end()
        if (line.sha256 === undefined) throw damaged('its digest is missing')
        if (content.tables !== tables.length) throw damaged('tables are missing')
        return content
      }
      if (typeof line.file === 'string') {
        await this.#loadFile(target.staging, line.file)
        content.files++
      } else {
        content.rows += await this.#loadTable(target.client, line, tables)
        content.tables++
      }
    }
  }

  async #loadFile(staging: DiskStorage, key: string): Promise<void> {
    if (!FILES.pattern.test(key)) throw damaged('a file has a bad name')
    const staged = await staging.stage(Readable.from(this.#reader.body()))
    await staged.keep(key)
    await this.#endOf(key)
  }

  async #loadTable(client: ClientBase, line: Line, tables: readonly Table[]): Promise<number> {
    const table = tables.find(({ name }) => name === line.table)
    const columns = table?.columns.map(({ name }) => name)
    if (table === undefined || JSON.stringify(columns) !== JSON.stringify(line.columns)) {
      throw damaged(`the table ${JSON.stringify(line.table)} is none of its schema`)
    }
    const into = client.query(copyFrom(copyIn(client, table)))
    await pipeline(this.#reader.body(), into).catch(error => {
      throw refusedBy(table, error)
    })
    const end = await this.#endOf(table.name)
    if (end.rows !== into.rowCount) throw damaged(`rows of the table ${table.name} are missing`)
    return into.rowCount
  }

  async #endOf(name: string): Promise<Line> {
    const line = await this.#reader.line()
    if (line.end !== name) throw damaged(`${name} has no end`)
    return line
  }
}

function readHeader(line: Line): Header {
  if (line.parhelion !== 'backup') throw new StartError('This is no backup of Parhelion')
  const { format, version, takenAt, masterKey, transactions, migrations } = line
  if (format !== FORMAT) {
    throw new StartError(`The backup has the format ${format}, which this release of Parhelion does not know`)
  }
  const isHeader = [version, takenAt, masterKey].every(value => typeof value === 'string')
  if (!isHeader || !Number.isSafeInteger(transactions) || !Array.isArray(migrations))
    throw damaged('its header is not complete')
  return line as unknown as Header
}

/** Rows that migrations make go: the backup has its own. @throws StartError when there are others */
async function makeEmpty(client: ClientBase, tables: readonly Table[]): Promise<void> {
  const filled = await findFilled(client, tables)
  // Without an account nobody could write anything, and what belongs to an app was written by somebody.
  const written = filled.find(({ name, columns }) => name === 'accounts' || columns.some(one => one.name === 'app_id'))
  if (written !== undefined) {
    throw new StartError(
      `A backup is restored into an empty installation only, and the table ${written.name} holds rows: take another data folder or database`,
    )
  }
  for (const table of filled.toReversed()) await clear(client, table)
}

/** What PostgreSQL does not take says so by a code; its message would repeat what stands in the row. */
function refusedBy(table: Table, error: Error & { code?: string }): unknown {
  const isData = /^2[23]/.test(error.code ?? '')
  return isData ? damaged(`PostgreSQL does not take the rows of the table ${table.name} (${error.code})`) : error
}
