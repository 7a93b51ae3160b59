import { randomUUID } from 'node:crypto'
import type { Db } from '../db/tx.ts'
import { hasAppended } from '../events/outbox.ts'
import { findEvents } from '../events/read.ts'
import type { Clock } from '../lib/clock.ts'
import { Caller } from './calls/caller.ts'
import type { Outgoing } from './calls/outgoing.ts'
import { Dispatcher } from './dispatch/dispatcher.ts'
import { settleRestored } from './dispatch/restored.ts'
import { type Backlog, readBacklog } from './log/backlog.ts'
import { DeliveryMetrics } from './log/metrics.ts'
import type { Listeners } from './model.ts'

interface Needs {
  readonly db: Db
  readonly clock: Clock
  readonly outgoing: Outgoing
  readonly listeners: Listeners
  /** Between the attempts. */
  readonly delaysMs: readonly number[]
  readonly log: (message: string, error: unknown) => void
}

/** Delivery as the rest of the server sees it. */
export class Delivery {
  readonly metrics = new DeliveryMetrics()
  readonly #needs: Needs
  readonly #dispatcher: Dispatcher
  #isRunning = false

  constructor(needs: Needs) {
    this.#needs = needs
    const { db, clock, outgoing, listeners, delaysMs, log } = needs
    const caller = new Caller({
      outgoing,
      clock,
      delaysMs,
      findEvents: refs => findEvents(db.single, refs),
      observe: (...call) => this.metrics.observe(...call),
    })
    this.#dispatcher = new Dispatcher({ db, clock, id: randomUUID(), listeners, caller, log })
    db.onCommitted.push(tx => {
      if (hasAppended(tx)) this.wake()
    })
  }

  /** Says that events were committed; without it they wait for the next look. */
  wake(): void {
    this.#dispatcher.wake()
  }

  backlog(): Promise<Backlog> {
    return readBacklog(this.#needs.db.single, this.#needs.clock)
  }

  async start(): Promise<void> {
    await this.#needs.db.transaction(tx => settleRestored(tx))
    this.#isRunning = true
    this.#dispatcher.start()
  }

  async stop(): Promise<void> {
    if (this.#isRunning) await this.#dispatcher.stop()
  }
}
