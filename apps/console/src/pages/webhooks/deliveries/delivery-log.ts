import type { Delivery } from '../api.ts'

/** Deliveries kept in the page; older ones are in the log of the server. */
export const KEPT_MAX = 2000

interface Known {
  readonly delivery: Delivery
  /** When the stream told of it, by the count of the log; 0 where only a list had it. */
  readonly toldAt: number
}

/**
 * What is known of the deliveries of a webhook, from lists and from the live stream, each event once and newest first.
 * Bounded: of more than {@link KEPT_MAX} the oldest go.
 */
export class DeliveryLog {
  readonly #known = new Map<string, Known>()
  readonly #listeners = new Set<() => void>()
  #count = 0
  #shown: readonly Delivery[] = []
  #pausedAt: number | undefined
  #isFull = false

  /** For React's `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The same array until something changes; while paused, what was there when it began. */
  readonly shown = (): readonly Delivery[] => this.#shown

  /** Changes that the stream told of since the pause began. */
  readonly held = (): number => (this.#pausedAt === undefined ? 0 : this.#count - this.#pausedAt)

  readonly isPaused = (): boolean => this.#pausedAt !== undefined

  /** Whether older deliveries were let go, or would be. */
  readonly isFull = (): boolean => this.#isFull

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
    this.#changed()
  }

  pause(): void {
    this.#pausedAt = this.#count
    this.#notify()
  }

  resume(): void {
    this.#pausedAt = undefined
    this.#changed()
  }

  #changed(): void {
    const newestFirst = [...this.#known.values()].map(({ delivery }) => delivery).sort(compareNewestFirst)
    for (const { eventId } of newestFirst.splice(KEPT_MAX)) {
      this.#isFull = true
      this.#known.delete(eventId)
    }
    if (this.#pausedAt === undefined) this.#shown = newestFirst
    this.#notify()
  }

  #notify(): void {
    for (const listener of this.#listeners) listener()
  }
}

function compareNewestFirst(one: Delivery, other: Delivery): number {
  if (one.createdAt !== other.createdAt) return one.createdAt < other.createdAt ? 1 : -1
  return one.eventId < other.eventId ? 1 : -1
}
