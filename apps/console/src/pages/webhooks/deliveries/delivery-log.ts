import type { Delivery, DeliveryState } from '../api.ts'

/** Deliveries of one state kept in the page; older ones are in the log of the server. */
export const KEPT_MAX = 2000

interface Known {
  readonly delivery: Delivery
  /** When the stream told of it, by the count of the log; 0 where only a list had it. */
  readonly toldAt: number
}

/**
 * What is known of the deliveries of a webhook, from lists and from the live stream, each event once and newest first.
 * Bounded: of more than {@link KEPT_MAX} in one state the oldest go, so that many of one do not push out the few of another.
 */
export class DeliveryLog {
  readonly #known = new Map<string, Known>()
  readonly #listeners = new Set<() => void>()
  readonly #full = new Set<DeliveryState>()
  #count = 0
  #shown: readonly Delivery[] = []
  #pausedAt: number | undefined

  /** For React's `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The same array until something changes; while paused, what was there when it began and what lists say of before. */
  readonly shown = (): readonly Delivery[] => this.#shown

  /** Changes that the stream told of since the pause began. */
  readonly held = (): number => (this.#pausedAt === undefined ? 0 : this.#count - this.#pausedAt)

  readonly isPaused = (): boolean => this.#pausedAt !== undefined

  /** Whether older deliveries of this state, or else of any, were let go. */
  readonly isFull = (state?: DeliveryState): boolean =>
    state === undefined ? this.#full.size > 0 : this.#full.has(state)

  /** The newest that is known of one event, paused or not. */
  latest(eventId: string): Delivery | undefined {
    return this.#known.get(eventId)?.delivery
  }

  /** Takes what the stream told of; each is the newest of its event. */
  tell(deliveries: readonly Delivery[]): void {
    for (const delivery of deliveries) {
      this.#count += 1
      this.#known.set(delivery.eventId, { delivery, toldAt: this.#count })
    }
    this.#changed()
  }

  /** Before a list is asked for: gives what {@link merge} has to know to tell which of two is newer. */
  mark(): number {
    return this.#count
  }

  /**
   * Takes a list.
   * @param mark of before it was asked for: what the stream told of since then is newer than the list
   */
  merge(deliveries: readonly Delivery[], mark: number): void {
    for (const delivery of deliveries) {
      const before = this.#known.get(delivery.eventId)
      if (before === undefined || before.toldAt <= mark) this.#known.set(delivery.eventId, { delivery, toldAt: 0 })
    }
    this.#changed(deliveries)
  }

  pause(): void {
    this.#pausedAt = this.#count
    this.#notify()
  }

  resume(): void {
    this.#pausedAt = undefined
    this.#changed()
  }

  /** @param listed what a list had, which is shown even during a pause */
  #changed(listed: readonly Delivery[] = []): void {
    const kept = this.#keepNewest()
    if (this.#pausedAt === undefined) this.#shown = kept
    else this.#showBefore(listed)
    this.#notify()
  }

  /** Lets go of what is more than can be kept. @returns the others, newest first */
  #keepNewest(): Delivery[] {
    const counts = new Map<DeliveryState, number>()
    const newestFirst = [...this.#known.values()].map(({ delivery }) => delivery).sort(compareNewestFirst)
    return newestFirst.filter(({ eventId, state }) => {
      const count = (counts.get(state) ?? 0) + 1
      counts.set(state, count)
      if (count <= KEPT_MAX) return true
      this.#full.add(state)
      this.#known.delete(eventId)
      return false
    })
  }

  /** Adds to what a pause shows, without moving it: newer ones and changes wait until the pause is over. */
  #showBefore(listed: readonly Delivery[]): void {
    const [newest] = this.#shown
    const there = new Set(this.#shown.map(({ eventId }) => eventId))
    const added = listed.filter(
      one =>
        !there.has(one.eventId) &&
        this.#known.has(one.eventId) &&
        (newest === undefined || compareNewestFirst(newest, one) < 0),
    )
    if (added.length > 0) this.#shown = [...this.#shown, ...added].sort(compareNewestFirst)
  }

  #notify(): void {
    for (const listener of this.#listeners) listener()
  }
}

function compareNewestFirst(one: Delivery, other: Delivery): number {
  if (one.createdAt !== other.createdAt) return one.createdAt < other.createdAt ? 1 : -1
  return one.eventId < other.eventId ? 1 : -1
}
