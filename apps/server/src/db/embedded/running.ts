import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { StartError } from '../../lib/start-error.ts'
import { USER } from './cluster.ts'
import { postmasterStatus } from './leftover.ts'
import type { Connection } from './start-embedded.ts'

const READY_MS_MAX = 10_000
const POLL_MS = 20

/**
 * The way to an embedded database that another process runs, as PostgreSQL notes it down in its folder.
 * @throws StartError when it does not take connections within ten seconds, or this user may not read how
 */
export async function runningConnection(dataDir: string): Promise<Connection> {
  const folder = join(dataDir, 'postgres')
  const pgdata = join(folder, 'data')
  for (let waited = 0; postmasterStatus(pgdata)?.ready !== true; waited += POLL_MS) {
    if (waited >= READY_MS_MAX) {
      throw new StartError(`The Parhelion that has the data folder ${dataDir} is not ready: try again in a moment`)
    }
    await delay(POLL_MS)
  }
  const [port, socketFolder, address] = readFileSync(join(pgdata, 'postmaster.pid'), 'utf8').split('\n').slice(3)
  const password = readFileSync(join(folder, 'password'), 'utf8').trim()
  return { host: socketFolder || address || '', port: Number(port), user: USER, password, database: 'postgres' }
}
