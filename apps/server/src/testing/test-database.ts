import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export interface TestDatabase {
  readonly pool: pg.Pool
  readonly connection: { host: string; port: number; user: string; password: string; database: string }
  drop(): Promise<void>
}

/** A copy of the migrated template, or of another one, for one test file. */
export async function testDatabase(template = inject('template')): Promise<TestDatabase> {
  const admin = inject('admin')
  const database = `parhelion_test_${randomUUID().replaceAll('-', '')}`
  await asAdmin(admin, `create database ${database} template ${template}`)
  const connection = { ...admin, database }
  const pool = new pg.Pool({ ...connection, max: 20, pipeline: true })
  pool.on('error', () => undefined)
  // As the server's own pool: a connection that breaks while it is in use must not end the process.
  pool.on('connect', client => client.on('error', () => undefined))
  return {
    pool,
    connection,
    drop: async () => {
      await pool.end()
      await asAdmin(admin, `drop database ${database} with (force)`)
    },
  }
}

/** Two files may copy the template at the same moment; one of them is then told that it is in use. */
async function asAdmin(admin: pg.ClientConfig, statement: string): Promise<void> {
  const client = new pg.Client(admin)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(1)')
    await client.query(statement)
  } finally {
    await client.end()
  }
}
