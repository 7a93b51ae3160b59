import sql from 'sql-template-tag'
import type { Db, Tx } from '../db/tx.ts'
import type { Clock } from '../lib/clock.ts'
import type { Ids } from '../lib/ids.ts'
import { toLog } from '../lib/to-log.ts'

export interface Job {
  readonly kind: string
  readonly appId: string
  /** JSON. */
  readonly payload: Readonly<Record<string, string>>
}

/** Does a job in the transaction that also takes it off the list; what it throws is tried again later. */
export type JobHandler = (tx: Tx, job: Job & { readonly attempts: number }) => Promise<void>

const POLL_MS = 1000
const RETRY_MS_MAX = 5 * 60_000

interface Row {
  readonly id: string
  readonly kind: string
  readonly app_id: string
  readonly payload: Record<string, string>
  readonly attempts: number
}

/**
 * What must follow a change. A job is written with the change and done by any process, one at a time, as soon as it can:
 * its effects and its end are one transaction, so that a crash in the middle leaves it as it was.
 */
export class JobQueue {
  readonly #db: Db
  readonly #ids: Ids
  readonly #clock: Clock
  readonly #log: (message: string, error: unknown) => void
  readonly #handlers = new Map<string, JobHandler>()
  readonly #stopped = new AbortController()
  #wake: () => void = () => undefined
  #working: Promise<void> = Promise.resolve()

  constructor(needs: { db: Db; ids: Ids; clock: Clock; log: (message: string, error: unknown) => void }) {
    this.#db = needs.db
    this.#ids = needs.ids
    this.#clock = needs.clock
    this.#log = needs.log
  }

  handle(kind: string, handler: JobHandler): void {
    this.#handlers.set(kind, handler)
  }

  async enqueue(tx: Tx, job: Job): Promise<void> {
    const now = this.#clock.now()
    await tx.run(sql`
      insert into jobs (id, kind, app_id, payload, run_at, attempts)
      values (${this.#ids.next()}, ${job.kind}, ${job.appId}, ${job.payload}, ${now}, 0)`)
  }

  /** Says that a job was committed; without it the job waits for the next look. */
  wake(): void {
    this.#wake()
  }

  start(): void {
    this.#working = this.#work()
  }

  /** Resolves when the job at hand is done. */
  async stop(): Promise<void> {
    this.#stopped.abort()
    this.#wake()
    await this.#working
  }

  async #work(): Promise<void> {
    const { signal } = this.#stopped
    while (!signal.aborted) {
      const woken = new Promise<void>(resolve => {
        this.#wake = resolve
      })
      try {
        while (!signal.aborted && (await this.#doOne()));
      } catch (error) {
        this.#log('jobs wait for the database', error)
      }
      if (!signal.aborted) await Promise.race([woken, pause(POLL_MS, signal)])
    }
  }

  /** Whether there was one. */
  async #doOne(): Promise<boolean> {
    let taken: Row | undefined
    try {
      await this.#db.transaction(async tx => {
        taken = await this.#take(tx)
        if (taken === undefined) return
        const handler = this.#handlers.get(taken.kind)
        if (handler === undefined) throw new Error(`there is nobody to do jobs of the kind ${taken.kind}`)
        const { kind, app_id: appId, payload, attempts } = taken
        await handler(tx, { kind, appId, payload, attempts })
        await tx.run(sql`delete from jobs where id = ${taken.id}`)
      })
    } catch (error) {
      if (taken === undefined) throw error
      this.#log(`the job ${taken.kind} failed and is tried again later`, error)
      await this.#postpone(taken, error)
    }
    return taken !== undefined
  }

  async #take(tx: Tx): Promise<Row | undefined> {
    const [row] = await tx.rows<Row>(sql`
      select id, kind, app_id, payload, attempts from jobs
      where run_at <= ${this.#clock.now()} order by run_at, id limit 1 for update skip locked`)
    return row
  }

  async #postpone({ id, attempts }: Row, error: unknown): Promise<void> {
    const delay = Math.min(1000 * 2 ** attempts, RETRY_MS_MAX)
    const runAt = new Date(this.#clock.now().getTime() + delay)
    const { message, code, type } = toLog(error)
    await this.#db.single.run(sql`
      update jobs set attempts = attempts + 1, run_at = ${runAt}, last_error = ${String(message ?? code ?? type)} where id = ${id}`)
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(done, ms)
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
  })
}
