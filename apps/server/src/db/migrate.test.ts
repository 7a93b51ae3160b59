import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { StartError } from '../lib/start-error.ts'
import { schemaText } from '../testing/schema-text.ts'
import { type TestDatabase, testDatabase } from '../testing/test-database.ts'
import { migrate } from './migrate.ts'

/** Runs on a database of its own; `template0` has nothing in it. */
async function on(template: 'template0' | undefined, work: (database: TestDatabase) => Promise<void>): Promise<void> {
  const database = await testDatabase(template)
  await work(database).finally(() => database.drop())
}

const migrations = async ({ pool }: TestDatabase) =>
  (await pool.query('select id, checksum, applied_at from schema_migrations order by id')).rows

const locks = async ({ pool }: TestDatabase) =>
  (
    await pool.query(
      `select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
    )
  ).rowCount

describe('migrating', () => {
  test('brings an empty database to the schema, and a second time changes nothing', () =>
    on('template0', async database => {
      await migrate(database.pool)
      const [schema, applied] = [await schemaText(database.pool), await migrations(database)]
      expect(schema).toContain('create table webhooks')
      expect(applied.length).toBeGreaterThan(0)
      await migrate(database.pool)
      expect(await schemaText(database.pool)).toBe(schema)
      expect(await migrations(database)).toEqual(applied)
      expect(await locks(database)).toBe(0)
    }))

  test('by several processes at once is done by one of them, and all go on', () =>
    on('template0', async database => {
      const pools = Array.from({ length: 6 }, () => new pg.Pool({ ...database.connection, max: 1 }))
      await Promise.all(pools.map(pool => migrate(pool)))
      for (const pool of pools) await pool.query('select from webhooks')
      const applied = await migrations(database)
      expect(new Set(applied.map(({ id }) => id)).size).toBe(applied.length)
      await Promise.all(pools.map(pool => pool.end()))
    }))

  test('refuses a database of a newer release and leaves it as it is', () =>
    on(undefined, async database => {
      await database.pool.query(`insert into schema_migrations values ('9999-from-the-future', 'x', now())`)
      const before = await migrations(database)
      await expect(migrate(database.pool)).rejects.toThrow(StartError)
      await expect(migrate(database.pool)).rejects.toThrow(
        'The database was migrated by a newer release of Parhelion (9999-from-the-future); start that release, or restore a backup',
      )
      expect(await migrations(database)).toEqual(before)
      expect(await locks(database)).toBe(0)
    }))

  test('refuses a migration that was changed after it ran', () =>
    on(undefined, async database => {
      const { rows } = await database.pool.query(`update schema_migrations set checksum = 'x' returning id`)
      await expect(migrate(database.pool)).rejects.toThrow(StartError)
      await expect(migrate(database.pool)).rejects.toThrow(
        `The migration ${rows[0].id} was changed after it ran on this database; migrations are only ever added`,
      )
      expect(await locks(database)).toBe(0)
    }))

  test('that fails half-way leaves nothing, and can be tried again', () =>
    on('template0', async database => {
      await database.pool.query('create table webhooks (mine int)')
      await expect(migrate(database.pool)).rejects.toThrow('relation "webhooks" already exists')
      expect(await migrations(database)).toEqual([])
      expect((await database.pool.query(`select to_regclass('accounts') as made`)).rows).toEqual([{ made: null }])
      await database.pool.query('drop table webhooks')
      await migrate(database.pool)
      expect(await migrations(database)).not.toEqual([])
    }))
})
