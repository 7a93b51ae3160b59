import { readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { StartError } from '../../lib/start-error.ts'
import { startTime } from './process-start.js'

// Orderly; as after a power failure; by force. In milliseconds.
const STEPS = [
  { signal: 'SIGINT', wait: 20_000 },
  { signal: 'SIGQUIT', wait: 10_000 },
  { signal: 'SIGKILL', wait: 5_000 },
] as const

/** What PostgreSQL says of itself in its folder; `ready` once it takes connections. */
export function postmasterStatus(pgdata: string): { pid: number; ready: boolean } | undefined {
  try {
    const lines = readFileSync(join(pgdata, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), ready: lines[7]?.trim() === 'ready' }
  } catch {
    return undefined
  }
}

/**
 * Stops a PostgreSQL that runs on this folder without a supervisor, because that was killed.
 * @throws StartError when it cannot be stopped
 */
export async function stopLeftover(pgdata: string, log: (line: string) => void): Promise<void> {
  const pid = postmasterStatus(pgdata)?.pid
  const start = pid === undefined ? undefined : startTime(pid)
  if (pid === undefined || start === undefined || !runsOn(pid, pgdata)) return
  log(`Stopping the PostgreSQL (pid ${pid}) that an earlier run left on this folder`)
  for (const { signal, wait } of STEPS) {
    if (!send(pid, signal)) break
    for (const end = Date.now() + wait; Date.now() < end; await delay(10)) {
      if (startTime(pid) !== start) return
    }
  }
  if (startTime(pid) === start)
    throw new StartError(`A PostgreSQL (pid ${pid}) runs on ${pgdata} and cannot be stopped`)
}

/** The number in the file may be in use by another program by now. */
function runsOn(pid: number, pgdata: string): boolean {
  try {
    if (readlinkSync(`/proc/${pid}/cwd`) === pgdata) return true
  } catch {
    // Another user's process, or no /proc: its command line decides.
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(pgdata)
  } catch {
    return process.platform !== 'linux'
  }
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}
