import { eventsMaxAt } from '../calls/schedule.ts'
import { type Delivery, type Listener, nameOf } from '../model.ts'

/** What waits for one webhook in memory; the rest waits in the table. */
const QUEUE_MAX = 256
/** An event that is tried again, for which those behind it wait. */
interface Held {
  readonly eventId: string
  readonly lane: number
}

/** What one call carries. */
export interface Flight {
  readonly deliveries: readonly Delivery[]
  readonly orderKeys: ReadonlySet<string>
}

/** Calls at a time. */
const CALLS_MAX = 8
/** Of the payloads of one call, so that its body stays below the 100 kB at which common receivers stop; one event alone may have more. */
const CALL_BYTES_MAX = 80 * 1024

/**
 * What is on its way to one webhook. Events of one conversation are called one after the other, those of others go
 * past them. What does not fit is left in the table (spilled): from then on everything of that lane goes through the
 * table, until all of it was loaded, so that order is kept.
 */
export class Target {
  /** As it was when last asked for. */
  listener: Listener
  #queue: Delivery[] = []
  readonly #inFlight = new Set<Flight>()
  /** Where order is strict: order key → event that is tried again, for which the others wait. */
  readonly #held = new Map<string, Held>()
  /** Lanes of which deliveries wait in the table. */
  readonly #spilled = new Set<number>()
  /** Counts what was left to the table, and how much of it the table has. */
  #spills = 0
  #spillsWritten = -1

  constructor(listener: Listener) {
    this.listener = listener
  }

  get room(): number {
    return QUEUE_MAX - this.#queue.length
  }

  get spilledLanes(): number[] {
    return [...this.#spilled]
  }

  /** What waits for another event. */
  get heldKeys(): string[] {
    return [...this.#held.keys()]
  }

  get isIdle(): boolean {
    return this.#queue.length === 0 && this.#inFlight.size === 0 && this.#spilled.size === 0 && this.#held.size === 0
  }

  /** Names of all that is in memory. */
  get names(): string[] {
    return this.#all().map(({ event }) => event.id)
  }

  /** Takes in what was just read. @returns whether it is in memory now; otherwise it is to be loaded later */
  offer(delivery: Delivery): boolean {
    const { lane } = delivery.event
    // What has to wait for an earlier one waits in the table, so that it takes no room from the others.
    if (this.#held.has(delivery.orderKey)) return false
    if (this.room > 0 && !this.#spilled.has(lane)) {
      this.#queue.push(delivery)
      return true
    }
    this.spill(lane)
    return false
  }

  spill(lane: number): void {
    this.#spilled.add(lane)
    this.#spills++
  }

  /**
   * Takes in what the table gave back. What others wait for goes first; what has begun to wait since it was asked for
   * stays in the table, as those before it do.
   */
  load(delivery: Delivery): void {
    const held = this.#held.get(delivery.orderKey)
    if (held === undefined) this.#queue.push(delivery)
    else if (held.eventId === delivery.event.id) this.#queue.unshift(delivery)
  }

  /** What was left to the table until now is about to be written there. */
  writing(): void {
    this.#spillsWritten = this.#spills
  }

  /** All that the table had was loaded; nothing more has to go through it, unless more was left to it since it was written. */
  drained(): void {
    if (this.#spillsWritten === this.#spills) this.#spilled.clear()
  }

  /** Lets everything of an order key wait for one event. */
  hold(orderKey: string, held: Held): void {
    this.#held.set(orderKey, held)
    this.#queue = this.#queue.filter(delivery => delivery.orderKey !== orderKey)
  }

  /** What the next call carries; undefined when nothing can be called now. */
  take(): Flight | undefined {
    if (this.#inFlight.size >= CALLS_MAX) return undefined
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
    if (taken.length === 0) return undefined
    this.#queue = left
    const flight = { deliveries: taken, orderKeys: new Set(taken.map(({ orderKey }) => orderKey)) }
    this.#inFlight.add(flight)
    return flight
  }

  /** The call has ended; what still waits was not called. */
  done(flight: Flight): void {
    this.#inFlight.delete(flight)
    for (const { orderKey, event, state, strict } of flight.deliveries) {
      if (strict && state === 'retrying') this.hold(orderKey, { eventId: event.id, lane: event.lane })
      else if (state !== 'waiting' && this.#held.get(orderKey)?.eventId === event.id)
        this.#release(orderKey, event.lane)
    }
  }

  /** Forgets what waits of lanes that somebody else will read. */
  leave(lanes: ReadonlySet<number>): void {
    this.#queue = this.#queue.filter(({ event }) => !lanes.has(event.lane))
    for (const lane of lanes) this.#spilled.delete(lane)
    for (const [orderKey, { lane }] of this.#held) if (lanes.has(lane)) this.#held.delete(orderKey)
  }

  hasInFlight(lane: number): boolean {
    return this.#flying().some(({ event }) => event.lane === lane)
  }

  has(delivery: Delivery): boolean {
    const name = nameOf(delivery)
    return this.#all().some(one => nameOf(one) === name)
  }

  #flying(): Delivery[] {
    return [...this.#inFlight].flatMap(({ deliveries }) => deliveries)
  }

  #all(): Delivery[] {
    return [...this.#queue, ...this.#flying()]
  }

  /** What waited is to be loaded. */
  #release(orderKey: string, lane: number): void {
    this.#held.delete(orderKey)
    this.spill(lane)
  }

  #isFree({ orderKey, event }: Delivery): boolean {
    const holder = this.#held.get(orderKey)
    const isBusy = this.#inFlight.values().some(({ orderKeys }) => orderKeys.has(orderKey))
    return !isBusy && (holder === undefined || holder.eventId === event.id)
  }

  /** Attempts of one number go together. */
  #fits({ attemptCount }: Delivery, taken: readonly Delivery[]): boolean {
    const [first] = taken
    return first === undefined || (first.attemptCount === attemptCount && taken.length < eventsMaxAt(attemptCount))
  }
}
