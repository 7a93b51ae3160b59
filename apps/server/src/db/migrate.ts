import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pool, PoolClient } from 'pg'
import { StartError } from '../lib/start-error.ts'

const FOLDER = join(import.meta.dirname, '..', '..', 'migrations')

/** Any number that other programs in the same database do not use; it spells "parhelio". */
const LOCK = '8097864435498773871'

interface Migration {
  readonly id: string
  readonly sql: string
  readonly checksum: string
}

/**
 * Brings the schema up to date. Several processes may start at once: one migrates, the others wait.
 * @throws StartError when the database was migrated by a newer release, or a migration was changed after it ran
 */
export async function migrate(pool: Pool): Promise<void> {
  const known = await readMigrations()
  const client = await pool.connect()
  try {
    await client.query(`select pg_advisory_lock(${LOCK})`)
    await client.query(
      'create table if not exists schema_migrations (id text primary key, checksum text not null, applied_at timestamptz not null)',
    )
    const { rows } = await client.query<{ id: string; checksum: string }>('select id, checksum from schema_migrations')
    const applied = new Map(rows.map(row => [row.id, row.checksum]))
    refuseStrangers(known, applied)
    for (const migration of known) {
      if (!applied.has(migration.id)) await apply(client, migration)
    }
  } finally {
    await client.query(`select pg_advisory_unlock(${LOCK})`).catch(() => undefined)
    client.release()
  }
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

function refuseStrangers(known: readonly Migration[], applied: ReadonlyMap<string, string>): void {
  for (const [id, checksum] of applied) {
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
    await client.query(migration.sql)
    await client.query('insert into schema_migrations (id, checksum, applied_at) values ($1, $2, now())', [
      migration.id,
      migration.checksum,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
