import { randomBytes, randomInt } from 'node:crypto'
import type { Clock } from './clock.ts'

/** Makes ids of 24 lowercase hex digits that sort by time: seconds, then random per process, then a counter. */
export class Ids {
  readonly #clock: Clock
  readonly #process = randomBytes(5).toString('hex')
  #counter = randomInt(0x1000000)

  constructor(clock: Clock) {
    this.#clock = clock
  }

  next(): string {
    this.#counter = (this.#counter + 1) & 0xffffff
    const seconds = Math.floor(this.#clock.now().getTime() / 1000)
    return `${hex(seconds, 8)}${this.#process}${hex(this.#counter, 6)}`
  }
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')

/** Secret of a key: 64 random bytes as 86 characters of the URL-safe base64 alphabet. */
export const newKeySecret = (): string => randomBytes(64).toString('base64url')

/** Secret that a webhook sends along: 32 hex digits. */
export const newWebhookSecret = (): string => randomBytes(16).toString('hex')
