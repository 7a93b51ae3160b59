import sql from 'sql-template-tag'
import type { Db, Tx } from '../db/tx.ts'

interface Chore {
  readonly name: string
  readonly everyMs: number
  readonly work: (tx: Tx) => Promise<void>
}

/** What is done again and again, by one process at a time: sweeps, retention. */
export class Periodic {
  readonly #db: Db
  readonly #log: (message: string, error: unknown) => void
  readonly #chores: Chore[] = []
  #timers: NodeJS.Timeout[] = []
  #working: Promise<unknown> = Promise.resolve()

  constructor(needs: { db: Db; log: (message: string, error: unknown) => void }) {
    this.#db = needs.db
    this.#log = needs.log
  }

  add(name: string, everyMs: number, work: Chore['work']): void {
    this.#chores.push({ name, everyMs, work })
  }

  start(): void {
    this.#timers = this.#chores.map(chore => setInterval(() => this.#queue(chore), chore.everyMs).unref())
  }

  /** Resolves when the chore at hand is done. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await this.#working
  }

  /** Does one of them now. */
  async run(name: string): Promise<void> {
    const chore = this.#chores.find(one => one.name === name)
    if (chore === undefined) throw new Error(`there is no chore ${name}`)
    await this.#do(chore)
  }

  #queue(chore: Chore): void {
    this.#working = this.#working
      .then(() => this.#do(chore))
      .catch(error => this.#log(`the chore ${chore.name} failed and is tried again later`, error))
  }

  /** The lock goes with the transaction, however that ends. */
  async #do({ name, work }: Chore): Promise<void> {
    await this.#db.transaction(async tx => {
      const [row] = await tx.rows<{ mine: boolean }>(
        sql`select pg_try_advisory_xact_lock(hashtextextended(${`parhelion ${name}`}, 0)) as mine`,
      )
      if (row?.mine === true) await work(tx)
    })
  }
}
