import { mkdirSync, realpathSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { StartError } from '../../lib/start-error.ts'
import { makeDataDir } from '../data-dir.ts'
import { findBinaries } from './binaries.ts'
import { openCluster, USER } from './cluster.ts'
import { LogFile } from './log-file.ts'
import { Postmaster } from './postmaster.ts'
import { chooseRunner } from './runner.ts'

export interface Connection {
  /** Folder of a Unix socket, or a loopback address. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

export interface EmbeddedDatabase {
  readonly connection: Connection
  /** Process id of the postmaster that runs now; another one after it died and was started again. */
  readonly pid: number
  /** Ends connections, writes everything to disk and resolves when no process is left. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** Made if missing. One PostgreSQL at a time: hold `lockDataDir`, or use a folder of your own. */
  readonly dataDir: string
  /** Takes sentences for the operator. */
  readonly log: (line: string) => void
  /** PostgreSQL settings in addition to ours, such as `{ fsync: 'off' }`. */
  readonly settings?: Readonly<Record<string, string>>
}

/** What a Unix socket's address can hold: 107 bytes on Linux, 103 on macOS. */
const SOCKET_PATH_BYTES_MAX = 103

// For a laptop; everything else is PostgreSQL's default, made visible where the promise depends on it.
const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  max_connections: '100',
  shared_buffers: '96MB',
  max_wal_size: '512MB',
  jit: 'off',
  io_method: 'sync',
  max_logical_replication_workers: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
  // Statements and rows may hold what is nobody's business.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

/**
 * Starts the PostgreSQL that comes with Parhelion, making its database the first time; keeps it running until `stop`
 * or until this process ends, in whatever way.
 * @throws StartError with a sentence for the operator
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const folder = prepareFolder(options.dataDir)
  const runner = chooseRunner(folder, findBinaries())
  const log = new LogFile(join(folder, 'log'))
  try {
    const settings = { ...SETTINGS, ...options.settings }
    const { pgdata, password } = await openCluster(folder, runner, log, settings.fsync !== 'off')
    const address = await chooseAddress(pgdata)
    const postmaster = new Postmaster({
      runner,
      pgdata,
      log,
      say: options.log,
      settings: { ...settings, ...address.settings },
    })
    await postmaster.start()
    return {
      connection: { host: address.host, port: address.port, user: USER, password, database: 'postgres' },
      get pid() {
        return postmaster.pid
      },
      stop: async () => {
        await postmaster.stop()
        log.close()
      },
    }
  } catch (error) {
    log.close()
    throw error
  }
}

/** By its real path, because PostgreSQL names it so and a left-over one is recognised by it. */
function prepareFolder(dataDir: string): string {
  makeDataDir(dataDir)
  const folder = join(realpathSync(dataDir), 'postgres')
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EEXIST') throw new StartError(`${folder} cannot be made (${code})`)
  }
  return folder
}

interface Address {
  readonly host: string
  readonly port: number
  readonly settings: Readonly<Record<string, string>>
}

async function chooseAddress(pgdata: string): Promise<Address> {
  const port = 5432
  if (Buffer.byteLength(join(pgdata, `.s.PGSQL.${port}`)) <= SOCKET_PATH_BYTES_MAX) {
    const settings = { listen_addresses: '', unix_socket_directories: pgdata, unix_socket_permissions: '0700' }
    return { host: pgdata, port, settings: { ...settings, port: String(port) } }
  }
  const host = '127.0.0.1'
  const free = await freePort(host)
  return { host, port: free, settings: { listen_addresses: host, unix_socket_directories: '', port: String(free) } }
}

function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, host, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
