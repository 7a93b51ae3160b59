import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientBase, Pool, PoolClient } from 'pg'
import { StartError } from '../lib/start-error.ts'

const FOLDER = join(import.meta.dirname, '..', '..', 'migrations')

/** Any number that other programs in the same database do not use; it spells "parhelio". */
const LOCK = '8097864435498773871'

/** A migration that ran on a database. */
export interface Applied {
  readonly id: string
  readonly checksum: string
}

interface Migration extends Applied {
  readonly sql: string
}

const NOTES =
  'create table if not exists schema_migrations (id text primary key, checksum text not null, applied_at timestamptz not null)'

/**
 * Brings the schema up to date. Several processes may start at once: one migrates, the others wait.
 * @throws StartError when the database was migrated by a newer release, or a migration was changed after it ran
 */
export async function migrate(pool: Pool): Promise<void> {
  const known = await readMigrations()
  const client = await pool.connect()
  try {
    await client.query(`select pg_advisory_lock(${LOCK})`)
    await client.query(NOTES)
    const applied = await readApplied(client)
    refuseStrangers(known, applied)
    for (const migration of missingIn(applied, known)) await apply(client, migration)
  } finally {
    await client.query(`select pg_advisory_unlock(${LOCK})`).catch(() => undefined)
    client.release()
  }
}

/** What ran on a database, in the order of the ids. */
export async function readApplied(client: ClientBase): Promise<Applied[]> {
  return (await client.query<Applied>('select id, checksum from schema_migrations order by id collate "C"')).rows
}

/**
 * Brings a database to the schema of another one, in a transaction of the caller's, to whose end other processes that
 * would migrate wait.
 * @param wanted what ran on the other one; everything there is when it is left out
 * @throws StartError when this release does not know a migration, or the database has one that is not wanted
 */
export async function migrateWithin(client: ClientBase, wanted?: readonly Applied[]): Promise<void> {
  const known = await readMigrations()
  await client.query(`select pg_advisory_xact_lock(${LOCK})`)
  await client.query(NOTES)
  const applied = await readApplied(client)
  refuseStrangers(known, applied)
  const goal = wanted ?? known
  refuseStrangers(known, goal)
  const ahead = applied.find(({ id }) => !goal.some(one => one.id === id))
  if (ahead !== undefined) throw new StartError(`The database has a newer schema (${ahead.id}); take an empty one`)
  const ids = new Set(goal.map(({ id }) => id))
  for (const migration of missingIn(applied, known)) if (ids.has(migration.id)) await run(client, migration)
}

function missingIn(applied: readonly Applied[], known: readonly Migration[]): Migration[] {
  const ids = new Set(applied.map(({ id }) => id))
  return known.filter(({ id }) => !ids.has(id))
}

async function readMigrations(): Promise<Migration[]> {
  const files = (await readdir(FOLDER)).filter(name => name.endsWith('.sql')).sort()
  return Promise.all(
    files.map(async file => {
      const sql = await readFile(join(FOLDER, file), 'utf8')
      return { id: file.replace(/\.sql$/, ''), sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

function refuseStrangers(known: readonly Migration[], applied: readonly Applied[]): void {
  for (const { id, checksum } of applied) {
    const migration = known.find(one => one.id === id)
    if (migration === undefined) {
      throw new StartError(
        `The database was migrated by a newer release of Parhelion (${id}); start that release, or restore a backup`,
      )
    }
    if (migration.checksum !== checksum) {
      throw new StartError(
        `The migration ${id} was changed after it ran on this database; migrations are only ever added`,
      )
    }
  }
}

/** A migration and the note that it ran are one transaction. */
async function apply(client: PoolClient, migration: Migration): Promise<void> {
  try {
    await client.query('begin')
    await run(client, migration)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function run(client: ClientBase, { id, sql, checksum }: Migration): Promise<void> {
  await client.query(sql)
  await client.query('insert into schema_migrations (id, checksum, applied_at) values ($1, $2, now())', [id, checksum])
}
