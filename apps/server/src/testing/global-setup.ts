import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../db/embedded/start-embedded.ts'
import { migrate } from '../db/migrate.ts'

/** A migrated database that no test writes to; each test copies it. */
const TEMPLATE = 'parhelion_template'

declare module 'vitest' {
  interface ProvidedContext {
    /** May create databases; undefined parts are pg's own defaults. */
    admin: { host: string; port: number; user: string; password: string; database: string }
    template: string
  }
}

/**
 * One PostgreSQL for the whole run: the embedded one, or with TEST_DATABASE_URL one of the tester's own, whose user may
 * create databases.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const own = process.env.TEST_DATABASE_URL
  const { admin, stop } =
    own === undefined || own === '' ? await startOwn() : { admin: parse(own), stop: async () => undefined }
  await makeTemplate(admin)
  project.provide('admin', admin)
  project.provide('template', TEMPLATE)
  return async () => {
    await run(admin, `drop database if exists ${TEMPLATE}`)
    await stop()
  }
}

async function startOwn() {
  const dataDir = await mkdtemp(join(tmpdir(), 'parhelion-test-'))
  const embedded = await startEmbedded({
    dataDir,
    log: line => console.error(line),
    // Nothing here has to survive; what has to is tested with processes of their own.
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200' },
  })
  return {
    admin: { ...embedded.connection },
    stop: async () => {
      await embedded.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function makeTemplate(admin: pg.ClientConfig): Promise<void> {
  await run(admin, `drop database if exists ${TEMPLATE}`)
  await run(admin, `create database ${TEMPLATE} encoding 'UTF8' template template0`)
  const pool = new pg.Pool({ ...admin, database: TEMPLATE, max: 1 })
  await migrate(pool)
  await pool.end()
}

async function run(admin: pg.ClientConfig, statement: string): Promise<void> {
  const client = new pg.Client(admin)
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

function parse(url: string) {
  const { host, port, user = 'postgres', password, database = 'postgres' } = new pg.Client({ connectionString: url })
  return { host, port, user, password: String(password ?? ''), database }
}
