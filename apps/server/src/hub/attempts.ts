import { ApiError, TooManyRequests } from '@parhelion/contract'
import { BoundedMap } from '../lib/bounded-map.ts'
import type { Clock } from '../lib/clock.ts'

const FAILED_MAX = 20
const WINDOW_MS = 60_000
const ADDRESSES_MAX = 10_000

/** Bounds how often an address may try to sign in and fail: so many times a minute, counted by each process for itself. */
export class Attempts {
  readonly #clock: Clock
  readonly #counts = new BoundedMap<string, { count: number; readonly until: number }>(ADDRESSES_MAX)

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * Counts before it tries, so that many at once are no way around it, and takes back what was no failure.
   * @throws ApiError `too_many_requests`, or what `work` throws
   */
  async try<T>(address: string, work: () => Promise<T>): Promise<T> {
    const now = this.#clock.now().getTime()
    const known = this.#counts.get(address)
    const entry = known !== undefined && now < known.until ? known : { count: 0, until: now + WINDOW_MS }
    if (entry.count >= FAILED_MAX) {
      const seconds = Math.ceil((entry.until - now) / 1000)
      throw new ApiError(TooManyRequests, { headers: { 'retry-after': String(seconds) } })
    }
    entry.count++
    this.#counts.set(address, entry)
    const result = await work()
    entry.count--
    return result
  }
}
