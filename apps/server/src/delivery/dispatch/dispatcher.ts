import type { Db } from '../../db/tx.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Caller } from '../calls/caller.ts'
import type { Listeners } from '../model.ts'
import { Lanes } from './lanes.ts'
import { Session } from './session.ts'

/** Without being woken, a look for events that other processes wrote, and for what is due. */
const LOOK_MS = 200
const KEEP_MS = 1000
const FLUSH_MS = 100
/** How far idle lanes were read. */
const MARK_MS = 10_000
/** After a look that found something; with more events fewer looks find more at once, though not more than has room in memory. */
const PAUSE_MS_MAX = 20
/** A look that may have met a transaction about to end is repeated so soon, and not longer than so. */
const AGAIN_MS = 4
const AGAIN_MS_MAX = 200
/** Calls under way at the end get so long. */
const DRAIN_MS_MAX = 5000

interface Needs {
  readonly db: Db
  readonly clock: Clock
  /** Of this process among those that share the database. */
  readonly id: string
  readonly listeners: Listeners
  readonly caller: Caller
  readonly log: (message: string, error: unknown) => void
}

/**
 * Brings events to those who listen. Woken by the commits of this process it reads at once; what nobody woke it for it
 * finds by looking, several times a second. Any number of processes do this at the same time, each for its lanes.
 */
export class Dispatcher {
  readonly #needs: Needs
  readonly #lanes: Lanes
  readonly #stopped = new AbortController()
  #session: Session
  #wake: () => void = () => undefined
  #isWoken = false
  /** Transactions below this one may still hide events that a wake-up was about. */
  #lookFor = { below: 0n, untilMs: 0 }
  #loops: Promise<unknown> = Promise.resolve()
  #failure: unknown
  /** Whether the log has been told that the database is away. */
  #isAway = false

  constructor(needs: Needs) {
    this.#needs = needs
    this.#lanes = new Lanes(needs.id)
    this.#session = this.#newSession()
  }

  /** Says that events were committed. */
  wake(): void {
    this.#isWoken = true
    this.#wake()
  }

  start(): void {
    this.#loops = Promise.all([this.#read(), this.#record()])
  }

  /** Resolves when calls under way have ended, or had their time, and others may take the lanes. */
  async stop(): Promise<void> {
    this.#stopped.abort()
    this.#wake()
    await this.#loops
    const session = this.#session
    session.isOpen = false
    const deadline = performance.now() + DRAIN_MS_MAX
    while (session.calls > 0 && performance.now() < deadline) await pause(10)
    try {
      session.mark()
      await session.flush()
      await this.#lanes.release(this.#needs.db.single)
    } catch (error) {
      this.#needs.log('the lanes of this process are free a little later, as the database is away', error)
    }
  }

  #newSession(): Session {
    const { db, clock, id, listeners, caller } = this.#needs
    const failed = (error: unknown): void => {
      this.#failure = error
      this.#wake()
    }
    return new Session({ db, clock, id, lanes: this.#lanes, listeners, caller, failed })
  }

  async #read(): Promise<void> {
    const next = { keep: 0, look: 0 }
    while (!this.#stopped.signal.aborted) {
      const woken = new Promise<void>(resolve => {
        this.#wake = resolve
      })
      let waitMs = LOOK_MS
      try {
        if (this.#failure !== undefined) throw this.#failure
        const now = performance.now()
        if (now >= next.keep) {
          await this.#keepLanes()
          next.keep = now + KEEP_MS
        }
        if (now >= next.look) {
          await this.#session.loadDue()
          next.look = now + LOOK_MS
        }
        waitMs = await this.#look()
        this.#isAway = false
      } catch (error) {
        this.#begin(error)
        next.keep = 0
      }
      if (waitMs > 0 && waitMs < LOOK_MS) await pause(waitMs)
      else if (waitMs > 0 && !this.#isWoken) await Promise.race([woken, pause(LOOK_MS)])
    }
  }

  /** @returns how long the next look can wait; less than {@link LOOK_MS}: no shorter, whoever wakes it */
  async #look(): Promise<number> {
    const isWoken = this.#isWoken
    this.#isWoken = false
    const { horizon, next, events, isFull } = await this.#session.read()
    const now = performance.now()
    if (isWoken) this.#lookFor = { below: next, untilMs: now + AGAIN_MS_MAX }
    if (isFull) return 0
    if (events > 0) return Math.min(PAUSE_MS_MAX, Math.max(1, events / 2))
    return horizon < this.#lookFor.below && now < this.#lookFor.untilMs ? AGAIN_MS : LOOK_MS
  }

  async #keepLanes(): Promise<void> {
    const { taken, lost } = await this.#lanes.keep(this.#needs.db.single)
    this.#session.leave([...lost, ...this.#lanes.wanted])
    await this.#session.take(taken)
  }

  /** Writes down what became of what was read, and loads what was left in the table. */
  async #record(): Promise<void> {
    let nextMark = performance.now() + MARK_MS
    while (!this.#stopped.signal.aborted) {
      const session = this.#session
      try {
        if (performance.now() >= nextMark) {
          session.mark()
          nextMark = performance.now() + MARK_MS
        }
        const through = [...this.#lanes.wanted].filter(session.isThrough)
        await session.flush()
        await session.loadSpilled()
        if (through.length > 0) await this.#lanes.handOver(this.#needs.db.single, through)
      } catch (error) {
        if (session === this.#session) this.#failure = error
      }
      await pause(FLUSH_MS)
    }
  }

  /** Throws away what is in memory: the tables know what was done, and what was not. */
  #begin(error: unknown): void {
    if (!this.#isAway) this.#needs.log('delivery begins anew from what the database knows', error)
    this.#isAway = true
    this.#failure = undefined
    this.#session.isOpen = false
    this.#lanes.reset()
    this.#session = this.#newSession()
  }
}

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
