import { BoundedMap } from './bounded-map.ts'
import type { Clock } from './clock.ts'

/** What was read lately, for a short time and never more than so many; what this process changes is dropped at once. */
export class Recent<V> {
  readonly #clock: Clock
  readonly #ttlMs: number
  readonly #held: BoundedMap<string, { readonly value: V; readonly until: number }>
  /** Counts the drops, so that a read that began before one does not bring back what was dropped. */
  #drops = 0

  constructor(needs: { clock: Clock; ttlMs: number; max: number }) {
    this.#clock = needs.clock
    this.#ttlMs = needs.ttlMs
    this.#held = new BoundedMap(needs.max)
  }

  async read(key: string, read: () => Promise<V>): Promise<V> {
    const now = this.#clock.now().getTime()
    const held = this.#held.get(key)
    if (held !== undefined && now < held.until) return held.value
    const drops = this.#drops
    const value = await read()
    if (drops === this.#drops) this.#held.set(key, { value, until: now + this.#ttlMs })
    return value
  }

  /** Called after the commit that changes it. */
  drop(key: string): void {
    this.#drops++
    this.#held.delete(key)
  }
}
