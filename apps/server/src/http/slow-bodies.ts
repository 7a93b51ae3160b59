import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

/** Looked at so often within the time that a body has. */
const LOOKS = 4

/** What arrives on a connection: one body at a time. */
interface Arriving {
  raw: IncomingMessage | undefined
  /** At which look it began. */
  since: number
}

/**
 * Finds bodies that take too long to arrive. One timer looks after all of them: one for each would cost more than to read
 * most bodies. They are noted with their connections, since a list in which each body comes and goes costs much as well.
 */
export class SlowBodies {
  readonly #onLate: (raw: IncomingMessage) => void
  readonly #timer: NodeJS.Timeout
  readonly #arriving = new Map<Socket, Arriving>()
  #look = 0

  /** @param ms that a body has; it may get a quarter more */
  constructor(ms: number, onLate: (raw: IncomingMessage) => void) {
    this.#onLate = onLate
    this.#timer = setInterval(() => this.#lookAgain(), ms / LOOKS).unref()
  }

  began(raw: IncomingMessage): void {
    const known = this.#arriving.get(raw.socket)
    if (known === undefined) this.#arriving.set(raw.socket, { raw, since: this.#look })
    else {
      known.raw = raw
      known.since = this.#look
    }
  }

  ended({ socket }: IncomingMessage): void {
    const known = this.#arriving.get(socket)
    if (known !== undefined) known.raw = undefined
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #lookAgain(): void {
    this.#look++
    for (const [socket, arriving] of this.#arriving) {
      const { raw, since } = arriving
      if (socket.destroyed) this.#arriving.delete(socket)
      if (raw === undefined) continue
      const isOver = raw.complete || raw.destroyed
      if (!isOver && this.#look - since <= LOOKS) continue
      arriving.raw = undefined
      if (!isOver) this.#onLate(raw)
    }
  }
}
