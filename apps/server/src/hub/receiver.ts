import type { Clock } from '../lib/clock.ts'

const CALLS_MAX = 50

/** Where the webhook of the demo app points. */
export const RECEIVER_PATH = '/demo/webhook'

/** A call of a webhook, as it came. */
export interface ReceivedCall {
  /** Counts from the start of the server, so a later one is larger. */
  readonly id: string
  readonly receivedAt: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: unknown
}

/** Takes calls of webhooks, to try things out with. The last 50 are kept, in memory only. */
export class Receiver {
  readonly #clock: Clock
  readonly #watchers = new Set<() => void>()
  #calls: ReceivedCall[] = []
  #count: number

  constructor(clock: Clock) {
    this.#clock = clock
    // Larger than those of a server before this one, so that who comes back is not shown what it has.
    this.#count = clock.now().getTime()
  }

  take(headers: ReceivedCall['headers'], body: unknown): void {
    const call = {
      id: String(++this.#count),
      receivedAt: this.#clock.now().toISOString(),
      headers: { ...headers },
      body,
    }
    this.#calls = [call, ...this.#calls].slice(0, CALLS_MAX)
    for (const told of this.#watchers) told()
  }

  /** Newest first. */
  get calls(): readonly ReceivedCall[] {
    return this.#calls
  }

  /** Oldest first. */
  since(id: number): ReceivedCall[] {
    return this.#calls.filter(call => Number(call.id) > id).reverse()
  }

  /** The number of the last call that came. */
  get last(): number {
    return this.#count
  }

  remove(ids: ReadonlySet<string>): void {
    this.#calls = this.#calls.filter(({ id }) => !ids.has(id))
  }

  /** @returns what ends it */
  watch(told: () => void): () => void {
    this.#watchers.add(told)
    return () => this.#watchers.delete(told)
  }
}

/** The app a call says it is about; calls are made by anybody, so it may be anything. */
export function appOf({ body }: ReceivedCall): string | undefined {
  const app = (body as { app?: { id?: unknown } | null } | null)?.app
  return typeof app?.id === 'string' ? app.id : undefined
}
