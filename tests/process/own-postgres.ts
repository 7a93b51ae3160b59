import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type EmbeddedDatabase, startEmbedded } from '../../apps/server/src/db/embedded/start-embedded.ts'
import { temporaryFolder } from './server.ts'

/** A PostgreSQL as an operator would have one, until the test is over, and its address. */
export async function ownPostgres(): Promise<{ database: EmbeddedDatabase; url: URL }> {
  // Too long a path for a socket, so that it listens on loopback.
  const dataDir = join(temporaryFolder(), 'x'.repeat(80))
  const database = await startEmbedded({ dataDir, log: () => {}, settings: { fsync: 'off' } })
  onTestFinished(() => database.stop())
  const { host, port, user, password, database: name } = database.connection
  return { database, url: new URL(`postgres://${user}:${password}@${host}:${port}/${name}`) }
}
