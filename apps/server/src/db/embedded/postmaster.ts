import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { StartError } from '../../lib/start-error.ts'
import { postmasterStatus, stopLeftover } from './leftover.ts'
import type { LogFile } from './log-file.ts'
import type { Runner } from './runner.ts'
import { type Supervised, supervise } from './supervisor.ts'

const POLL_MS = 10
const SLOW_MS = 10_000
const PAUSE_MS_MAX = 5_000
/** The processes of a killed postmaster need a moment to notice. */
const REMAINS_MS_MAX = 15_000
const REMAINS = /pre-existing shared memory block|already in use|lock file .* already exists/

interface Needs {
  readonly runner: Runner
  readonly pgdata: string
  readonly log: LogFile
  readonly say: (line: string) => void
  readonly settings: Readonly<Record<string, string>>
}

/** One PostgreSQL on one folder, started again whenever it ends unasked. */
export class Postmaster {
  readonly #needs: Needs
  readonly #stopping = new AbortController()
  #running: Supervised | undefined
  #keeping: Promise<void> = Promise.resolve()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Process id of the one that runs, or ran last. */
  get pid(): number {
    return this.#running?.pid ?? 0
  }

  /** @throws StartError with PostgreSQL's reason when it does not come up */
  async start(): Promise<void> {
    const end = Date.now() + REMAINS_MS_MAX
    for (;;) {
      const reason = await this.#launch()
      if (reason === undefined) break
      if (!REMAINS.test(reason) || Date.now() > end) {
        throw new StartError(`PostgreSQL did not start: ${reason} (more in ${this.#needs.log.path})`)
      }
      await delay(100)
    }
    this.#keeping = this.#keepRunning()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running?.stop()
    await this.#keeping
    // Started again in the very moment in which the stop came.
    await this.#running?.stop()
  }

  /** Resolves when PostgreSQL takes connections, with undefined, or has failed, with the reason. */
  async #launch(): Promise<string | undefined> {
    const { runner, pgdata, log, say, settings } = this.#needs
    await stopLeftover(pgdata, say)
    const from = log.size()
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const running = await supervise(runner, [join(runner.native, 'bin', 'postgres'), '-D', pgdata, ...options], log.fd)
    this.#running = running
    let code: number | undefined
    running.ended.then(ended => {
      code = ended
    })
    for (let waited = 0; code === undefined; waited += POLL_MS) {
      const status = postmasterStatus(pgdata)
      if (status?.pid === running.pid && status.ready) return undefined
      if (waited === SLOW_MS)
        say('PostgreSQL is still starting; after a crash it first repeats what was not yet in its files')
      await delay(POLL_MS)
    }
    return log.reasonSince(from) ?? `it ended with code ${code}`
  }

  async #keepRunning(): Promise<void> {
    const { signal } = this.#stopping
    for (let pause = 50; !signal.aborted; ) {
      const since = Date.now()
      await this.#running?.ended
      if (signal.aborted) return
      if (Date.now() - since > 60_000) pause = 50
      this.#needs.say(`PostgreSQL ended unexpectedly; starting it again (its log is ${this.#needs.log.path})`)
      await delay(pause, undefined, { signal }).catch(() => {})
      if (signal.aborted) return
      pause = Math.min(pause * 2, PAUSE_MS_MAX)
      await this.#launchAgain()
    }
  }

  async #launchAgain(): Promise<void> {
    try {
      const reason = await this.#launch()
      this.#needs.say(reason === undefined ? 'PostgreSQL runs again' : `PostgreSQL did not start: ${reason}`)
    } catch (error) {
      this.#needs.say(`PostgreSQL could not be started again: ${(error as Error).message}`)
    }
  }
}
