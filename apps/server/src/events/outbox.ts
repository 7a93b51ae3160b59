import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Tx } from '../db/tx.ts'

/** Events fall into so many lanes; each lane is read by one process at a time, in order. */
export const LANES = 64

/** Something that happened in an app. */
export interface NewEvent {
  readonly appId: string
  readonly id: string
  readonly type: string
  /** What is kept in order: events of one conversation, else of one user, stay behind each other. */
  readonly orderedBy: string
  /** Whom it is about, so that erasure finds it. */
  readonly userIds: readonly string[]
  /** The fullest payload; what a receiver did not ask for is taken out on delivery. */
  readonly payload: object
  readonly createdAt: Date
}

/** Adds an event in the transaction of the change that it tells of. */
export async function appendEvent(tx: Tx, event: NewEvent): Promise<void> {
  await tx.run(sql`
    insert into events (app_id, id, lane, type, user_ids, payload, created_at)
    values (${event.appId}, ${event.id}, ${laneOf(event)}, ${event.type}, ${event.userIds},
            ${JSON.stringify(event.payload)}, ${event.createdAt})`)
}

export async function deleteEventsOfApp(tx: Tx, appId: string): Promise<void> {
  await tx.run(sql`delete from events where app_id = ${appId}`)
}

function laneOf({ appId, orderedBy }: NewEvent): number {
  return createHash('sha256').update(`${appId}/${orderedBy}`).digest().readUInt32BE() % LANES
}
