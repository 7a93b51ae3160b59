import pg from 'pg'
import type { Config } from '../config.ts'
import { startEmbedded } from '../db/embedded/start-embedded.ts'
import { StartError } from '../lib/start-error.ts'

/** Bounds what PostgreSQL must hold for one process, far below its own limit of 100 connections. */
const CONNECTIONS_MAX = 20
const CONNECT_MS_MAX = 10_000
const VERSION_MIN = 15

export interface Database extends AsyncDisposable {
  readonly pool: pg.Pool
}

/**
 * Opens the operator's PostgreSQL or starts the embedded one. Disposing ends the pool, then the embedded one.
 * @param log takes sentences for the operator
 * @throws StartError with a sentence that holds no password
 */
export async function openDatabase(config: Config, log: (line: string) => void): Promise<Database> {
  if (config.databaseUrl !== undefined) {
    const pool = makePool({ connectionString: config.databaseUrl }, log)
    try {
      await checkServer(pool, config.databaseUrl)
    } catch (error) {
      await pool.end()
      throw error
    }
    return { pool, [Symbol.asyncDispose]: () => pool.end() }
  }
  const embedded = await startEmbedded({ dataDir: config.dataDir, log })
  const pool = makePool({ ...embedded.connection }, log)
  return {
    pool,
    [Symbol.asyncDispose]: async () => {
      await pool.end()
      await embedded.stop()
    },
  }
}

function makePool(connection: pg.PoolConfig, log: (line: string) => void): pg.Pool {
  const pool = new pg.Pool({ ...connection, max: CONNECTIONS_MAX, connectionTimeoutMillis: CONNECT_MS_MAX })
  // An idle connection that breaks is replaced when next needed; without a listener it would end the process.
  pool.on('error', error => log(`A database connection was lost: ${error.message}`))
  return pool
}

async function checkServer(pool: pg.Pool, url: string): Promise<void> {
  const { rows } = await pool
    .query<{ version: string }>(`select current_setting('server_version_num') as version`)
    .catch(error => {
      throw new StartError(`DATABASE_URL: ${describe(error, url)}`)
    })
  const major = Math.floor(Number(rows[0]?.version) / 10_000)
  if (major < VERSION_MIN) {
    throw new StartError(`DATABASE_URL: the server is PostgreSQL ${major}, Parhelion needs ${VERSION_MIN} or newer`)
  }
}

/** Says what is wrong with which part of the address, never the password. */
function describe(error: Error & { code?: string }, url: string): string {
  const { host, user, database } = new pg.Client({ connectionString: url, password: '' })
  const place = `${host}:${new pg.Client({ connectionString: url, password: '' }).port}`
  switch (error.code) {
    case '28P01':
    case '28000':
      return `the server ${place} refuses user "${user}" with this password (${error.message})`
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
