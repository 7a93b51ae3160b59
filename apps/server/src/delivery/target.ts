import { type Delivery, type Listener, nameOf } from './model.ts'
import { eventsMaxAt } from './schedule.ts'

/** What waits for one webhook in memory; the rest waits in the table. */
const QUEUE_MAX = 256
/** An event that is tried again, for which those behind it wait. */
interface Held {
  readonly eventId: string
  readonly lane: number
}

/** Calls at a time. */
const CALLS_MAX = 8
/** Of the payloads of one call; one event alone may have more. */
const CALL_BYTES_MAX = 256 * 1024

/**
 * What is on its way to one webhook. Events of one conversation are called one after the other, those of others go
 * past them. What does not fit is left in the table (spilled): from then on everything of that lane goes through the
 * table, until all of it was loaded, so that order is kept.
 */
export class Target {
  /** As it was when last asked for. */
  listener: Listener
  #queue: Delivery[] = []
  readonly #inFlight = new Set<Delivery>()
  #calls = 0
  /** Order keys of which something is in flight. */
  readonly #busy = new Set<string>()
  /** Where order is strict: order key → event that is tried again, for which the others wait. */
  readonly #held = new Map<string, Held>()
  /** Lanes of which deliveries wait in the table. */
  readonly #spilled = new Set<number>()
  /** Counts what was left in the table, so that a load knows whether more came meanwhile. */
  spills = 0

  constructor(listener: Listener) {
    this.listener = listener
  }

  get room(): number {
    return QUEUE_MAX - this.#queue.length
  }

  get spilledLanes(): number[] {
    return [...this.#spilled]
  }

  get isIdle(): boolean {
    return this.#queue.length === 0 && this.#inFlight.size === 0 && this.#spilled.size === 0 && this.#held.size === 0
  }

  /** Names of all that is in memory. */
  get names(): string[] {
    return [...this.#queue, ...this.#inFlight].map(({ event }) => event.id)
  }

  /** Takes in what was just read. @returns whether it is in memory now; otherwise it is to be loaded later */
  offer(delivery: Delivery): boolean {
    const { lane } = delivery.event
    if (this.room > 0 && !this.#spilled.has(lane)) {
      this.#queue.push(delivery)
      return true
    }
    this.spill(lane)
    return false
  }

  spill(lane: number): void {
    this.#spilled.add(lane)
    this.spills++
  }

  /** Takes in what the table gave back. What others wait for goes first. */
  load(delivery: Delivery): void {
    if (this.#held.get(delivery.orderKey)?.eventId === delivery.event.id) this.#queue.unshift(delivery)
    else this.#queue.push(delivery)
  }

  /** All that had been left in the table was loaded. */
  drained(): void {
    this.#spilled.clear()
  }

  hold(orderKey: string, held: Held): void {
    this.#held.set(orderKey, held)
  }

  /** What the next call carries; empty when nothing can be called now. */
  take(): Delivery[] {
    if (this.#calls >= CALLS_MAX) return []
    const taken: Delivery[] = []
    const left: Delivery[] = []
    const passed = new Set<string>()
    let bytes = 0
    for (const delivery of this.#queue) {
      const size = delivery.event.payload.length
      const fits = this.#fits(delivery, taken) && (taken.length === 0 || bytes + size <= CALL_BYTES_MAX)
      const isFree = fits && !passed.has(delivery.orderKey) && this.#isFree(delivery)
      if (isFree) {
        taken.push(delivery)
        bytes += size
      } else left.push(delivery)
      // Whatever comes behind one that stays, or behind one on which the strictly ordered depend, stays as well.
      if (!isFree || delivery.strict) passed.add(delivery.orderKey)
    }
    if (taken.length === 0) return taken
    this.#queue = left
    this.#calls++
    for (const delivery of taken) {
      this.#inFlight.add(delivery)
      this.#busy.add(delivery.orderKey)
    }
    return taken
  }

  /** The call with these has ended, and what came of it is known. */
  done(deliveries: readonly Delivery[]): void {
    this.#calls--
    for (const delivery of deliveries) {
      const { orderKey, event, state, strict } = delivery
      this.#inFlight.delete(delivery)
      this.#busy.delete(orderKey)
      if (strict && state === 'retrying') this.hold(orderKey, { eventId: event.id, lane: event.lane })
      else if (this.#held.get(orderKey)?.eventId === event.id) this.#held.delete(orderKey)
    }
  }

  /** Forgets what waits of lanes that somebody else will read. */
  leave(lanes: ReadonlySet<number>): void {
    this.#queue = this.#queue.filter(({ event }) => !lanes.has(event.lane))
    for (const lane of lanes) this.#spilled.delete(lane)
    for (const [orderKey, { lane }] of this.#held) if (lanes.has(lane)) this.#held.delete(orderKey)
  }

  hasInFlight(lane: number): boolean {
    return [...this.#inFlight].some(({ event }) => event.lane === lane)
  }

  has(delivery: Delivery): boolean {
    const name = nameOf(delivery)
    return [...this.#queue, ...this.#inFlight].some(one => nameOf(one) === name)
  }

  #isFree({ orderKey, event }: Delivery): boolean {
    const holder = this.#held.get(orderKey)
    return !this.#busy.has(orderKey) && (holder === undefined || holder.eventId === event.id)
  }

  /** Attempts of one number go together. */
  #fits({ attemptCount }: Delivery, taken: readonly Delivery[]): boolean {
    const [first] = taken
    return first === undefined || (first.attemptCount === attemptCount && taken.length < eventsMaxAt(attemptCount))
  }
}
