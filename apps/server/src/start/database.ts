import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Config } from '../config.ts'
import { startEmbedded } from '../db/embedded/start-embedded.ts'
import { GatheringSocket } from '../db/gathering-socket.ts'
import { breakOffSilent } from '../db/silent-connections.ts'
import { StartError } from '../lib/start-error.ts'

/** Bounds what PostgreSQL must hold for one process, far below its own limit of 100 connections. */
const CONNECTIONS_MAX = 20
const CONNECT_MS_MAX = 10_000
const SILENT_MS_MAX = 20_000
const END_MS_MAX = 5_000
const VERSION_MIN = 15

/**
 * Every statement finds what it asks for by an index, whatever is asked for: to plan it anew costs more than it can save, and a
 * plan that was made for a table when it was small, to read all of it, would be kept when it is not. Compiling pays for none.
 */
const PLANNING = 'set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set jit = off'

/** Times come in the form that is read fastest. */
const TIME_ZONE = `set time zone 'UTC'`

/** By this name PostgreSQL lists the connections of servers, unless `DATABASE_URL` gives another one. */
export const SERVER_NAME = 'parhelion'

export interface Database extends AsyncDisposable {
  readonly pool: pg.Pool
}

/**
 * Opens the operator's PostgreSQL or starts the embedded one. Disposing ends the pool, then the embedded one.
 * @param log takes sentences for the operator
 * @param name by which the operator's PostgreSQL lists the connections
 * @throws StartError with a sentence that holds no password
 */
export async function openDatabase(
  config: Config,
  log: (line: string) => void,
  name: string = SERVER_NAME,
): Promise<Database> {
  const { databaseUrl } = config
  return databaseUrl === undefined ? openEmbedded(config.dataDir, log) : openOwn(databaseUrl, log, name)
}

async function openEmbedded(dataDir: string, log: (line: string) => void): Promise<Database> {
  const embedded = await startEmbedded({ dataDir, log })
  const pool = makePool({ ...embedded.connection }, log)
  const close = async (): Promise<void> => {
    await end(pool)
    await embedded.stop()
  }
  return { pool, [Symbol.asyncDispose]: close }
}

async function openOwn(url: string, log: (line: string) => void, name: string): Promise<Database> {
  let pool: pg.Pool | undefined
  try {
    pool = makePool({ application_name: name, connectionString: url }, log)
    await checkServer(pool)
  } catch (error) {
    await pool?.end()
    throw new StartError(`DATABASE_URL: ${describe(error as Error, url)}`)
  }
  return { pool, [Symbol.asyncDispose]: () => end(pool) }
}

function makePool(connection: pg.PoolConfig, log: (line: string) => void): pg.Pool {
  // Pipeline: statements that do not wait for each other travel together; a connection answers them in order.
  const pool = new pg.Pool({
    ...connection,
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    keepAlive: true,
    pipeline: true,
    stream: () => new GatheringSocket(),
  })
  breakOffSilent(pool, SILENT_MS_MAX)
  // A connection that breaks, idle or between two statements of a transaction, is replaced when next needed; without
  // listeners it would end the process.
  pool.on('error', error => log(`A database connection was lost: ${error.message}`))
  pool.on('connect', client => {
    client.on('error', () => {})
    client.query(`${PLANNING}; ${TIME_ZONE}`).catch(() => {})
  })
  return pool
}

/** A statement that never ends must not keep the process. */
async function end(pool: pg.Pool): Promise<void> {
  // Connections may be told of the database's own end before they are gone; nobody need hear of it.
  pool.removeAllListeners('error').on('error', () => {})
  await Promise.race([pool.end(), delay(END_MS_MAX, undefined, { ref: false })])
}

/** @throws StartError when the server is older than Parhelion needs */
export async function checkServer(pool: pg.Pool | pg.Client): Promise<void> {
  const text = `select current_setting('server_version_num') as version`
  const { rows } = await pool.query<{ version: string }>(text)
  const major = Math.floor(Number(rows[0]?.version) / 10_000)
  if (!(major >= VERSION_MIN)) {
    throw new StartError(`the server is PostgreSQL ${major}, Parhelion needs ${VERSION_MIN} or newer`)
  }
}

/** Says what is wrong with which part of the address, never the password. */
export function describe(error: Error & { code?: string }, url: string): string {
  if (error instanceof StartError) return error.message
  const { host, port, user, database } = parse(url)
  const place = `${host}:${port}`
  switch (error.code) {
    case '28P01':
    case '28000':
      return `the server ${place} does not let user "${user}" in with this password (${error.message})`
    case '3D000':
      return `the server ${place} has no database "${database}"`
    case '57P03':
      return `the server ${place} is starting or stopping; try again in a moment`
    case 'ECONNREFUSED':
      return `nothing listens on ${place} (connection refused)`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the host name "${host}" is not known`
    default:
      return `no connection to ${place} (${error.message || error.code})`
  }
}

function parse(url: string): Pick<pg.Client, 'host' | 'port' | 'user' | 'database'> {
  try {
    return new pg.Client({ connectionString: url })
  } catch {
    return { host: 'the server', port: 5432 }
  }
}
