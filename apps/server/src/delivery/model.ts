import type { OutboxEvent } from '../events/read.ts'

/** Somebody who asked to be told, as of now. Of the secrets that are good the newest comes first. */
export interface Listener {
  readonly appId: string
  readonly integrationId: string
  /** Of the webhook. */
  readonly id: string
  /** Version of the payload. */
  readonly version: string
  readonly target: string
  readonly triggers: readonly string[]
  readonly includeFullUser: boolean
  readonly includeFullSource: boolean
  /** Whether an event that was not taken holds back those of its conversation that came after it. */
  readonly strictOrder: boolean
  readonly apiKeys: readonly string[]
  readonly signingSecrets: readonly string[]
  readonly memberships: readonly Membership[]
}

/** Where an integration stands in a switchboard. */
export interface Membership {
  readonly switchboardId: string
  readonly deliverStandbyEvents: boolean
}

/** Who listens? */
export interface Listeners {
  /** By app; one in which nobody listens is not in the map. */
  of(appIds: readonly string[]): Promise<ReadonlyMap<string, readonly Listener[]>>
}

/** See the schema of a delivery in the contract. */
export type State = 'waiting' | 'retrying' | 'delivered' | 'failed'

/** One call, as the log keeps it. */
export interface Attempt {
  readonly at: string
  readonly durationMs: number
  readonly status?: number
  readonly problem?: string
  readonly answer?: string
  /** How many events the call carried. */
  readonly events: number
}

/** An event on its way to a webhook, as the process that holds its lane has it in memory. */
export interface Delivery {
  readonly webhookId: string
  /** Taken anew before a call that comes long after it was read. */
  event: OutboxEvent
  /** When the event was read, on the clock that never goes back; ms. */
  readAtMs: number
  /** What is told in the order in which it happened. */
  readonly orderKey: string
  readonly strict: boolean
  state: State
  /** Since it was last asked for. */
  attemptCount: number
  firstAttemptAt: Date | undefined
  dueAt: Date | undefined
  /** Those that the table does not have yet, as JSON. */
  newAttempts: readonly string[]
  /** Whether the table has a row of it. */
  recorded: boolean
}

export const nameOf = (delivery: { readonly webhookId: string; readonly event: { readonly id: string } }): string =>
  `${delivery.webhookId}/${delivery.event.id}`

/** A delivery whose first attempt is still to be made. */
export function newDelivery(event: OutboxEvent, { id, strictOrder }: Pick<Listener, 'id' | 'strictOrder'>): Delivery {
  return {
    webhookId: id,
    event,
    readAtMs: performance.now(),
    orderKey: orderKeyOf(event),
    strict: strictOrder,
    state: 'waiting',
    attemptCount: 0,
    firstAttemptAt: undefined,
    dueAt: undefined,
    newAttempts: [],
    recorded: false,
  }
}

/**
 * An event that is not told again, with what is still to be written down of it. What it said would wait as well, and
 * become one of the old objects, which are collected with the whole heap.
 */
export const withoutContent = (event: OutboxEvent): OutboxEvent => ({
  ...event,
  userIds: [],
  payload: '',
  conversationId: null,
})

/** The conversation, else the user; an event of neither waits for nothing. */
export const orderKeyOf = ({ conversationId, userIds, id }: OutboxEvent): string => conversationId ?? userIds[0] ?? id
