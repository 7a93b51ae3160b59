import type { EventRef, OutboxEvent } from '../../events/read.ts'
import type { Clock } from '../../lib/clock.ts'
import { type Attempt, type Delivery, type Listener, withoutContent } from '../model.ts'
import { compose, loggable } from './call.ts'
import type { Answer, Outgoing } from './outgoing.ts'
import { judge, type Outcome } from './schedule.ts'

/** An event that was read longer ago is read again: what was erased meanwhile is not told. */
const FRESH_MS = 1000

interface Needs {
  readonly outgoing: Outgoing
  readonly clock: Clock
  /** Between the attempts. */
  readonly delaysMs: readonly number[]
  /** Those that are still there. */
  readonly findEvents: (refs: readonly EventRef[]) => Promise<readonly OutboxEvent[]>
  /** Told of each call. */
  readonly observe: (outcome: Outcome['kind'], events: number, seconds: number) => void
}

type Reply = { readonly answer: Answer } | { readonly problem: string }

/** A call that has ended. */
interface Settled {
  readonly attempt: Attempt
  /** The attempt as JSON. */
  readonly text: string
  readonly reply: Reply
  readonly startedAt: Date
  readonly now: Date
}

/** Makes calls, and notes at the deliveries what came of them. */
export class Caller {
  readonly #needs: Needs
  /** After a rotation: the key that a webhook took last. */
  readonly #takenKeys = new Map<string, string>()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** @throws DatabaseUnavailable when the events cannot be read; then no call was made */
  async call(listener: Listener, deliveries: readonly Delivery[]): Promise<void> {
    const there = await this.#refresh(deliveries)
    if (there.length === 0) return
    const startedAt = this.#needs.clock.now()
    const start = performance.now()
    const reply = await this.#send(
      listener,
      there.map(({ event }) => event),
    )
    const durationMs = Math.round(performance.now() - start)
    const attempt: Attempt = {
      at: startedAt.toISOString(),
      durationMs,
      ...('answer' in reply
        ? { status: reply.answer.status, answer: loggable(reply.answer.text, listener) }
        : { problem: loggable(reply.problem, listener) }),
      events: there.length,
    }
    const settled: Settled = { attempt, text: JSON.stringify(attempt), reply, startedAt, now: this.#needs.clock.now() }
    // What goes together was tried equally often, so that the same comes of it.
    const [kind = 'failed'] = there.map(delivery => this.#settle(delivery, settled))
    this.#needs.observe(kind, there.length, durationMs / 1000)
  }

  async #refresh(deliveries: readonly Delivery[]): Promise<readonly Delivery[]> {
    const old = deliveries.filter(({ readAtMs }) => performance.now() - readAtMs > FRESH_MS)
    if (old.length === 0) return deliveries
    const events = await this.#needs.findEvents(old.map(({ event }) => event))
    const byId = new Map(events.map(event => [event.id, event]))
    for (const delivery of old) {
      const event = byId.get(delivery.event.id)
      if (event !== undefined) delivery.event = event
      // Its app went, or it is older than events are kept.
      else delivery.state = 'failed'
    }
    return deliveries.filter(({ state }) => state !== 'failed')
  }

  async #send(listener: Listener, events: readonly OutboxEvent[]): Promise<Reply> {
    const { outgoing, clock } = this.#needs
    const { body, headers } = compose(listener, events, clock.now())
    try {
      const [first = '', second] = this.#keysOf(listener)
      const answer = await outgoing.post(listener.target, body, { ...headers, 'x-api-key': first })
      const isRefused = answer.status === 401 || answer.status === 403
      if (second === undefined || !isRefused) return { answer }
      // The receiver may know the other of two secrets that are good.
      const again = await outgoing.post(listener.target, body, { ...headers, 'x-api-key': second })
      if (again.status !== answer.status) this.#takenKeys.set(listener.id, second)
      return { answer: again }
    } catch (error) {
      return { problem: problemOf(error) }
    }
  }

  #keysOf({ id, apiKeys }: Listener): readonly string[] {
    const taken = this.#takenKeys.get(id)
    if (taken === undefined) return apiKeys
    if (apiKeys.length > 1 && apiKeys.includes(taken)) return [taken, ...apiKeys.filter(key => key !== taken)]
    this.#takenKeys.delete(id)
    return apiKeys
  }

  #settle(delivery: Delivery, { attempt, text, reply, startedAt, now }: Settled): Outcome['kind'] {
    delivery.attemptCount++
    delivery.firstAttemptAt ??= startedAt
    delivery.newAttempts = delivery.newAttempts.length === 0 ? [text] : [...delivery.newAttempts, text]
    const answer = 'answer' in reply ? reply.answer : undefined
    const outcome = judge(
      {
        status: answer?.status,
        retryAfterMs: answer?.retryAfterMs,
        attempts: delivery.attemptCount,
        events: attempt.events,
        elapsedMs: now.getTime() - delivery.firstAttemptAt.getTime(),
      },
      this.#needs.delaysMs,
    )
    delivery.state = outcome.kind === 'retry' ? 'retrying' : outcome.kind
    delivery.dueAt = outcome.kind === 'retry' ? new Date(now.getTime() + outcome.afterMs) : undefined
    if (outcome.kind !== 'retry') delivery.event = withoutContent(delivery.event)
    return outcome.kind
  }
}

/** What kept a call from being answered, in one line for whoever runs the receiver. */
function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'no whole answer in time'
  const { code } = error as { code?: string }
  if (error.message !== '') return error.message
  // Several addresses were tried, and each has its own error.
  const [first] = (error as { errors?: readonly Error[] }).errors ?? []
  return first?.message ?? code ?? error.name
}
