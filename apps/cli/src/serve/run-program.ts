import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Refusal } from '../failure.ts'

/** `.ts` in a checkout, `.js` in the published package. */
const EXTENSION = extname(import.meta.filename)
const PROGRAMS = join(import.meta.dirname, '..', '..', '..', 'server', 'src')
const END_WITH_PARENT = pathToFileURL(join(import.meta.dirname, `end-with-parent${EXTENSION}`)).href

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

interface Program {
  /** The server, or the one that works on its data. */
  readonly name: 'main' | 'maintain'
  readonly args: readonly string[]
  /** Of Node. */
  readonly options: readonly string[]
  readonly stdin: 'ignore' | 'inherit'
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Passes signals on to a program of the server's. Made before anything that has to be cleaned up, so that no signal can
 * end us in between.
 */
export class ProgramRunner implements Disposable {
  #child: ChildProcess | undefined
  #asked = false
  readonly #pass = (signal: NodeJS.Signals): void => {
    this.#asked = true
    this.#child?.kill(signal)
  }

  constructor() {
    for (const signal of SIGNALS) process.on(signal, this.#pass)
  }

  /** Runs it until it ends. @returns its exit code, 128 + n after signal n; 0 when we were asked to stop before */
  async run({ name, args, options, stdin }: Program, env: Environment): Promise<number> {
    if (this.#asked) return 0
    const program = join(PROGRAMS, `${name}${EXTENSION}`)
    this.#child = spawn(process.execPath, [...options, '--import', END_WITH_PARENT, program, ...args], {
      env,
      stdio: [stdin, 'inherit', 'inherit', 'pipe'],
    })
    return endOf(this.#child)
  }

  [Symbol.dispose](): void {
    for (const signal of SIGNALS) process.off(signal, this.#pass)
  }
}

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', error => reject(new Refusal(`The server cannot be started (${error.message})`)))
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
  })
}
