import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Config } from '../config.ts'
import { runningConnection } from '../db/embedded/running.ts'
import { startEmbedded } from '../db/embedded/start-embedded.ts'
import { StartError } from '../lib/start-error.ts'
import { checkServer, describe } from './database.ts'

const CONNECT_MS_MAX = 10_000
const END_MS_MAX = 1_000

/** One connection, for long work that no request waits for: without time limits. */
export interface SingleConnection extends AsyncDisposable {
  readonly client: pg.Client
}

/**
 * Connects to the operator's PostgreSQL, or to the embedded one.
 * @param embedded `start`, or `share`: another process has the data folder and runs it
 * @param log takes sentences for the operator
 * @throws StartError with a sentence that holds no password
 */
export async function openConnection(
  { dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>,
  embedded: 'start' | 'share',
  log: (line: string) => void,
): Promise<SingleConnection> {
  await using open = new AsyncDisposableStack()
  const client = await (databaseUrl === undefined ? connectToEmbedded() : connectToOwn(databaseUrl))
  open.defer(() => end(client))
  const kept = open.move()
  return { client, [Symbol.asyncDispose]: () => kept.disposeAsync() }

  async function connectToEmbedded(): Promise<pg.Client> {
    if (embedded === 'share') return connect({ ...(await runningConnection(dataDir)) })
    const database = await startEmbedded({ dataDir, log })
    open.defer(() => database.stop())
    return connect({ ...database.connection })
  }
}

async function connectToOwn(url: string): Promise<pg.Client> {
  let client: pg.Client | undefined
  try {
    client = await connect({ connectionString: url })
    await checkServer(client)
    return client
  } catch (error) {
    await client?.end()
    throw new StartError(`DATABASE_URL: ${describe(error as Error, url)}`)
  }
}

async function connect(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ connectionTimeoutMillis: CONNECT_MS_MAX, keepAlive: true, ...config })
  // Whoever waits for a statement is told of a connection that breaks; without a listener it would end the process.
  client.on('error', () => {})
  await client.connect()
  return client
}

/** In the middle of a copy PostgreSQL does not hear of the end. */
async function end(client: pg.Client): Promise<void> {
  await Promise.race([client.end(), delay(END_MS_MAX, undefined, { ref: false })])
}
