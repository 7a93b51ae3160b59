import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { ApiError, TooManyRequests } from '@parhelion/contract'

const STREAMS_MAX = 100
const STREAMS_OF_ONE_MAX = 8
const HEARTBEAT_MS = 15_000
const RECONNECT_MS = 2_000
/** Who takes so little of what is sent is cut off, and comes back with where they were. */
const WAITING_BYTES_MAX = 1024 * 1024

interface Sent {
  readonly event: string
  /** Where a reader who comes back goes on. */
  readonly id: string
  readonly data: unknown
}

/** A stream of server-sent events to one reader. */
export class EventStream {
  readonly body = new Readable({ read: () => undefined })
  readonly #ended = new AbortController()
  #woken = Promise.withResolvers<void>()
  #cursor = ''

  constructor() {
    this.body.push(`retry: ${RECONNECT_MS}\n\n`)
    // A proxy ends what says nothing for long; and a reader that is gone is noticed by it.
    const heart = setInterval(() => this.#write(`:\nid: ${this.#cursor}\n\n`), HEARTBEAT_MS).unref()
    this.body.once('close', () => {
      clearInterval(heart)
      this.#ended.abort()
    })
  }

  get isOver(): boolean {
    return this.#ended.signal.aborted
  }

  send({ event, id, data }: Sent): void {
    this.#cursor = id
    this.#write(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  /** Tells where the reader is, without anything to show. */
  mark(id: string): void {
    if (this.#cursor === '') this.#write(`id: ${id}\n\n`)
    this.#cursor = id
  }

  end(): void {
    if (this.isOver) return
    this.#ended.abort()
    this.body.push(null)
  }

  /** Cuts a pause short. */
  wake(): void {
    this.#woken.resolve()
  }

  /** Until so much time has passed, somebody wakes it, or it is over. */
  async pause(ms: number): Promise<void> {
    const { signal } = this.#ended
    await Promise.race([delay(ms, undefined, { signal, ref: false }).catch(() => undefined), this.#woken.promise])
    this.#woken = Promise.withResolvers()
  }

  #write(text: string): void {
    if (this.isOver) return
    this.body.push(text)
    if (this.body.readableLength > WAITING_BYTES_MAX) this.body.destroy()
  }
}

/** The streams that are open: so many for each session, and so many in all. */
export class Streams {
  readonly #open = new Map<EventStream, string>()
  #isClosing = false

  /** @throws ApiError `too_many_requests` */
  open(session: string): EventStream {
    const ofSession = [...this.#open.values()].filter(one => one === session).length
    if (ofSession >= STREAMS_OF_ONE_MAX || this.#open.size >= STREAMS_MAX)
      throw new ApiError(TooManyRequests, { titles: ['Too many streams are open'], headers: { 'retry-after': '5' } })
    const stream = new EventStream()
    this.#open.set(stream, session)
    stream.body.once('close', () => this.#open.delete(stream))
    if (this.#isClosing) stream.end()
    return stream
  }

  /** So that a stop waits for none of them. */
  close(): void {
    this.#isClosing = true
    for (const stream of this.#open.keys()) stream.end()
  }
}

/**
 * Does a step again and again, each after a pause, until the stream is over.
 * @param step sends what is new; when it throws, the stream ends, and the reader asks anew
 * @param onFailure is told of what it throws, except of what a reader is told when it asks anew
 */
export async function follow(
  stream: EventStream,
  everyMs: number,
  step: () => Promise<void>,
  onFailure: (error: unknown) => void,
): Promise<void> {
  try {
    for (await stream.pause(everyMs); !stream.isOver; await stream.pause(everyMs)) await step()
  } catch (error) {
    if (!(error instanceof ApiError)) onFailure(error)
  } finally {
    stream.end()
  }
}
