import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * Process ids of all that run on a folder: it is their working directory, or named in their command line or
 * environment. What has ended and waits to be reaped does not count.
 */
export function processesOn(folder: string): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter(name => mentions(`/proc/${name}`, folder))
    .map(Number)
}

function mentions(path: string, folder: string): boolean {
  const readers = [
    () => readlinkSync(`${path}/cwd`),
    () => readFileSync(`${path}/cmdline`, 'utf8'),
    () => readFileSync(`${path}/environ`, 'utf8'),
  ]
  return readers.some(read => {
    try {
      return read().includes(folder)
    } catch {
      // Ended meanwhile, or another user's.
      return false
    }
  })
}

/** Waits for a condition; the test's own time limit ends the wait. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(20)
}

/** Waits until nothing runs on the folder any more. */
export async function untilNothingRunsOn(folder: string): Promise<void> {
  await until(() => processesOn(folder).length === 0)
}

/** The shell that watches over PostgreSQL. */
export function supervisorsOn(folder: string): number[] {
  return processesOn(folder).filter(pid => readText(`/proc/${pid}/cmdline`).includes('parhelion-supervisor'))
}

/** Session of a process: a signal to the terminal's group stays within one. */
export function sessionOf(pid: number): number {
  const stat = readText(`/proc/${pid}/stat`)
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3])
}

export function postmasterOn(dataDir: string): number {
  return Number(readText(`${dataDir}/postgres/data/postmaster.pid`).split('\n')[0])
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
