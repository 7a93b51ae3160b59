import type { Clock } from './clock.ts'
import { drawBytes } from './random.ts'

/** Makes ids of 24 lowercase hex digits that sort by time: seconds, then random per process, then a counter. */
export class Ids {
  readonly #clock: Clock
  readonly #process = drawBytes(5).toString('hex')
  #seconds = 0
  #counter: number

  /** @param counter where the counter of the first second begins */
  constructor(clock: Clock, counter = 0) {
    this.#clock = clock
    this.#counter = counter
  }

  next(): string {
    const seconds = Math.floor(this.#clock.now().getTime() / 1000)
    if (seconds > this.#seconds) this.#begin(seconds)
    // While the clock stands before the last id, ids go on from there; a full counter takes the next second.
    else if (this.#counter > COUNTER_MAX) this.#begin(this.#seconds + 1)
    return `${hex(this.#seconds, 8)}${this.#process}${hex(this.#counter++, 6)}`
  }

  #begin(seconds: number): void {
    if (this.#seconds > 0) this.#counter = 0
    this.#seconds = seconds
  }
}

const COUNTER_MAX = 0xffffff

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')

/** Secret of a key: 64 random bytes as 86 characters of the URL-safe base64 alphabet. */
export const newKeySecret = (): string => drawBytes(64).toString('base64url')

/** Secret that a webhook sends along: 32 hex digits. */
export const newWebhookSecret = (): string => drawBytes(16).toString('hex')

/** Secret that signs the calls of a webhook: 32 random bytes, as Standard Webhooks writes them. */
export const newSigningSecret = (): string => `whsec_${drawBytes(32).toString('base64')}`
