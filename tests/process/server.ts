import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { processesOn, until, untilNothingRunsOn } from './processes.ts'

/** The checkout that is tested. */
export const ROOT = join(import.meta.dirname, '..', '..')

/** `nobody`, for whom no entry has to be made. */
export const PLAIN_USER = 65534
export const isRoot = process.getuid?.() === 0

/** A test that ran out of time goes on behind our back: it must not start anything after the clean-up. */
const finished: string[] = []

/** A folder for one test, whose processes are ended and which is removed after it. */
export function temporaryFolder(parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, 'parhelion-process-'))
  onTestFinished(async () => {
    finished.push(folder)
    for (const pid of processesOn(folder)) kill(pid, 'SIGKILL')
    await untilNothingRunsOn(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  return folder
}

export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended by itself.
  }
}

/** A command that starts a server, and what it printed. */
export class Started {
  readonly child: ChildProcess
  readonly ended: Promise<number | NodeJS.Signals>
  stdout = ''
  stderr = ''
  over = false

  constructor(child: ChildProcess) {
    this.child = child
    child.stdout?.on('data', data => {
      this.stdout += data
    })
    child.stderr?.on('data', data => {
      this.stderr += data
    })
    this.ended = new Promise(resolve => {
      child.once('error', error => {
        this.stderr += error.message
        resolve(127)
      })
      child.once('close', (code, signal) => resolve(code ?? signal ?? 127))
    })
    this.ended.then(() => {
      this.over = true
    })
  }

  get pid(): number {
    return this.child.pid ?? 0
  }

  /** The address it serves on; fails when it ends instead. */
  async address(): Promise<string> {
    const find = (): string | undefined => /http:\/\/(127\.0\.0\.1|\[::1\]):\d+/.exec(this.stdout)?.[0]
    await until(() => this.over || find() !== undefined)
    const address = find()
    if (address === undefined) throw new Error(`It does not serve:\n${this.stdout}${this.stderr}`)
    return address
  }

  /** Lines of the complaint of a start that failed. */
  async complaint(): Promise<string[]> {
    await this.ended
    return this.stderr.split('\n').filter(line => line !== '' && !line.startsWith('npm '))
  }
}

interface Options {
  readonly env?: Record<string, string>
  readonly spawn?: SpawnOptions
}

/** Node runs the server, without npm around it. */
export function startServer(dataDir: string, { env = {}, spawn: more = {} }: Options = {}): Started {
  return run(process.execPath, [join(ROOT, 'apps/server/src/main.ts')], environment(dataDir, env), more)
}

/** `npm start`, in a process group of its own, as a terminal would run it. */
export function npmStart(dataDir: string, { env = {}, spawn: more = {} }: Options = {}): Started {
  return run('npm', ['start'], environment(dataDir, env), { cwd: ROOT, detached: true, ...more })
}

/** Runs a command of which the tests may want what it prints. */
export function run(
  file: string,
  args: string[],
  env: Record<string, string | undefined>,
  more: SpawnOptions,
): Started {
  return new Started(spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...more, env: { ...env, ...more.env } }))
}

/** Ours without what would change the server, and without what an npm around the tests leaves to its scripts. */
export function environment(dataDir: string, env: Record<string, string>): Record<string, string | undefined> {
  if (finished.some(folder => dataDir.startsWith(folder))) throw new Error('The test of this folder is over')
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(PARHELION_|npm_|DATABASE_URL$|PORT$|HOST$|NODE_ENV$)/i.test(name),
    ),
  )
  return { ...clean, PORT: '0', PARHELION_DATA_DIR: dataDir, ...env }
}

export async function health(address: string): Promise<number> {
  const reply = await fetch(`${address}/health`).catch(() => undefined)
  return reply?.status ?? 0
}
