import type { IncomingMessage } from 'node:http'

/** Looked at so often within the time that a body has. */
const LOOKS = 4

/**
 * Finds bodies that take too long to arrive. One timer looks after all of them: one for each would cost more than to read
 * most bodies.
 */
export class SlowBodies {
  readonly #onLate: (raw: IncomingMessage) => void
  readonly #timer: NodeJS.Timeout
  /** Those that still arrive, the oldest first, and at which look they came. */
  readonly #arriving = new Map<IncomingMessage, number>()
  #look = 0

  /** @param ms that a body has; it may get a quarter more */
  constructor(ms: number, onLate: (raw: IncomingMessage) => void) {
    this.#onLate = onLate
    this.#timer = setInterval(() => this.#lookAgain(), ms / LOOKS).unref()
  }

  began(raw: IncomingMessage): void {
    this.#arriving.set(raw, this.#look)
  }

  ended(raw: IncomingMessage): void {
    this.#arriving.delete(raw)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #lookAgain(): void {
    this.#look++
    for (const [raw, since] of this.#arriving) {
      const isOver = raw.complete || raw.destroyed
      if (!isOver && this.#look - since <= LOOKS) continue
      this.#arriving.delete(raw)
      if (!isOver) this.#onLate(raw)
    }
  }
}
