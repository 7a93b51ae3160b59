import { type ChildProcess, fork, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startCommand } from '../tools/launch/compile.js'

const ROOT = join(import.meta.dirname, '..')

/** A process of the bench's own that does one job at a time. */
export class Worker<Job, Result> implements AsyncDisposable {
  readonly #child: ChildProcess

  /** @param name of a file in `workers/` */
  constructor(name: string) {
    this.#child = fork(join(import.meta.dirname, 'workers', `${name}.ts`), { execArgv: [] })
  }

  do(job: Job): Promise<Result> {
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('A worker of the bench ended'))
      this.#child.once('exit', ended)
      this.#child.once('message', (answer: { result: Result; error?: string }) => {
        this.#child.off('exit', ended)
        if (answer.error === undefined) resolve(answer.result)
        else reject(new Error(answer.error))
      })
      this.#child.send(job as object)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await end(this.#child)
  }
}

interface Ready {
  readonly address: string
  readonly account: { readonly id: string; readonly secret: string }
}

/** The server under test, as `npm start` runs it, on a data folder and a free port. */
export class Server implements AsyncDisposable {
  readonly address: string
  readonly account: Ready['account']
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, { address, account }: Ready) {
    this.#child = child
    this.address = address
    this.account = account
  }

  static async start(dataDir: string): Promise<Server> {
    const kept = Object.entries(process.env).filter(
      ([name]) => !/^(PARHELION_|npm_|DATABASE_URL$|HOST$|NODE_)/.test(name),
    )
    const { variables, flags, program } = startCommand(ROOT)
    const child = spawn(process.execPath, [...flags, program], {
      cwd: ROOT,
      env: {
        ...variables,
        ...Object.fromEntries(kept),
        PORT: '0',
        PARHELION_DATA_DIR: dataDir,
        PARHELION_OUTPUT: 'json',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    return new Server(child, JSON.parse(await firstLine(child)))
  }

  get port(): number {
    return Number(new URL(this.address).port)
  }

  /** Megabytes of memory that the process holds. */
  residentMb(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8')
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await end(this.#child)
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', code => reject(new Error(`The server ended with ${code}`)))
    if (child.stdout !== null) createInterface({ input: child.stdout }).once('line', resolve)
  })
}

function end(child: ChildProcess): Promise<void> {
  return new Promise(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
