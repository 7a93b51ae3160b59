import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../apps/server/src/db/embedded/start-embedded.ts'
import { migrate } from '../apps/server/src/db/migrate.ts'
import { schemaText } from '../apps/server/src/testing/schema-text.ts'

const FILE = join(import.meta.dirname, '../apps/server/schema.sql')

/** Writes the schema after all migrations into the golden, by migrating a temporary PostgreSQL. */
async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parhelion-schema-'))
  await using open = new AsyncDisposableStack()
  open.defer(() => rm(dataDir, { recursive: true, force: true }))
  const embedded = await startEmbedded({ dataDir, log: line => console.error(line), settings: { fsync: 'off' } })
  open.defer(() => embedded.stop())
  const pool = new pg.Pool({ ...embedded.connection, max: 1 })
  open.defer(() => pool.end())
  await migrate(pool)
  await writeFile(FILE, await schemaText(pool))
}

await main()
