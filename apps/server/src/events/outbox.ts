import type { EventPayload, EventType } from '@parhelion/contract'
import sql from 'sql-template-tag'
import type { Tx } from '../db/tx.ts'

/** Events fall into so many lanes; each lane is read by one process at a time, in order. */
export const LANES = 64

/** Where an event belongs in its conversation, and who had control of that when it was written. */
export interface Routing {
  readonly conversationId: string
  /** Place among all messages and events of the conversation; gaps are normal. */
  readonly seq: number
  /** Through which integration the user reached us; undefined: through none. */
  readonly sourceIntegrationId: string | undefined
  /** The switchboard that was on; undefined: everybody is told everything. */
  readonly switchboardId: string | undefined
  readonly activeIntegrationId: string | undefined
  readonly pendingIntegrationId: string | undefined
  /** Who had control until this event took it away. */
  readonly previousIntegrationId: string | undefined
}

/** Something that happened in an app. */
export type NewEvent = { [T in EventType]: EventOf<T> }[EventType]

interface EventOf<T extends EventType> {
  readonly appId: string
  readonly id: string
  readonly type: T
  /** What is kept in order: events of one conversation, else of one user, stay behind each other. */
  readonly orderedBy: string
  /** Of an event of a conversation. */
  readonly routing?: Routing
  /** Whom it is about, so that erasure finds it. */
  readonly userIds: readonly string[]
  /** The fullest payload; what a receiver did not ask for is taken out on delivery. */
  readonly payload: EventPayload<T>
  readonly createdAt: Date
}

/** Where events were appended: their commit is what delivery waits for. */
const writers = new WeakSet<Tx>()

/** Notes that something was appended there. */
export function noteAppended(tx: Tx): void {
  writers.add(tx)
}

/** Whether something was appended in a transaction. */
export const hasAppended = (tx: Tx): boolean => writers.has(tx)

/** Adds an event in the transaction of the change that it tells of. */
export async function appendEvent(tx: Tx, event: NewEvent): Promise<void> {
  const { routing } = event
  noteAppended(tx)
  await tx.run(sql`
    insert into events (app_id, id, lane, type, user_ids, payload, created_at, conversation_id, seq,
                        source_integration_id, switchboard_id, active_integration_id, pending_integration_id,
                        previous_integration_id)
    values (${event.appId}, ${event.id}, ${laneOf(event.appId, event.orderedBy)}, ${event.type}, ${event.userIds},
            ${JSON.stringify(event.payload)}, ${event.createdAt}, ${routing?.conversationId}, ${routing?.seq},
            ${routing?.sourceIntegrationId}, ${routing?.switchboardId}, ${routing?.activeIntegrationId},
            ${routing?.pendingIntegrationId}, ${routing?.previousIntegrationId})`)
}

export async function deleteEventsOfApp(tx: Tx, appId: string): Promise<void> {
  await tx.run(sql`delete from events where app_id = ${appId}`)
}

/** @param orderedBy id of the conversation, else of the user, else of the app */
export function laneOf(appId: string, orderedBy: string): number {
  // FNV-1a, 32 bits: the ids are ours, so nobody can make them fall into one lane.
  let hash = 0x811c9dc5
  for (const text of [appId, orderedBy])
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash >>> 0) % LANES
}
