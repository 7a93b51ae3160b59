import sql from 'sql-template-tag'
import { column } from '../db/column.ts'
import type { Tx } from '../db/tx.ts'

/** A place in the order of commit: behind an event, which itself is not part of what follows. */
export interface Position {
  readonly transaction: bigint
  /** Empty: before all events of the transaction. */
  readonly eventId: string
}

/** An event as readers of the outbox get it. */
export interface OutboxEvent {
  readonly appId: string
  readonly id: string
  readonly transaction: bigint
  readonly lane: number
  readonly type: string
  readonly userIds: readonly string[]
  /** JSON, at its fullest. */
  readonly payload: string
  /** ISO 8601. */
  readonly createdAt: string
  readonly conversationId: string | null
  readonly seq: number | null
  readonly switchboardId: string | null
  readonly activeIntegrationId: string | null
  readonly pendingIntegrationId: string | null
  readonly previousIntegrationId: string | null
}

/** Names an event so that it is found without a search. */
export type EventRef = Pick<OutboxEvent, 'appId' | 'id' | 'transaction'>

export interface Read {
  /** In the order of commit; of apps that have webhooks. */
  readonly events: readonly OutboxEvent[]
  /** How many there were, those of other apps included. */
  readonly count: number
  /** Of the last one; undefined when there was none. */
  readonly last: Position | undefined
  /** All transactions below this one had ended, and what they wrote is read. */
  readonly horizon: bigint
  /** The first transaction that had not begun. */
  readonly next: bigint
}

interface Row {
  readonly app_id: string
  readonly id: string
  readonly transaction: string
  readonly lane: number
  readonly type: string
  readonly user_ids: string[]
  readonly payload: string
  readonly created_at: Date
  readonly conversation_id: string | null
  readonly seq: string | null
  readonly switchboard_id: string | null
  readonly active_integration_id: string | null
  readonly pending_integration_id: string | null
  readonly previous_integration_id: string | null
}

const COLUMNS = sql`
  app_id, id, transaction::text, lane, type, user_ids, payload, created_at, conversation_id, seq, switchboard_id,
  active_integration_id, pending_integration_id, previous_integration_id`

/**
 * Events of lanes behind a place. It stays below the oldest transaction that is still open, since what that one writes
 * comes before what is committed already. What nobody asked to be told of stays in the database; a webhook that is older
 * than an event is seen wherever that is.
 */
export async function readOutbox(tx: Tx, after: Position, lanes: readonly number[], limit: number): Promise<Read> {
  const behind = sql`
    (transaction, id) > (${String(after.transaction)}::xid8, ${after.eventId}) and lane = any(${lanes})`
  const rows = await tx.rows<Partial<Row> & { state: string | null }>(sql`
    with read as materialized (
      select * from events
      where ${behind} and transaction < pg_snapshot_xmin(pg_current_snapshot())
      order by transaction, id limit ${limit}
    )
    select case when nth is null or nth = 1 then
             concat_ws(' ', pg_snapshot_xmin(s), pg_snapshot_xmax(s), (select count(*) from read), l.transaction, l.id)
           end as state, e.*
    from pg_current_snapshot() s
    left join lateral (select transaction, id from read order by read.transaction desc, id desc limit 1) l on true
    left join lateral (
      select ${COLUMNS}, row_number() over (order by read.transaction, id) as nth from read
      where (select true from webhooks w where w.app_id = read.app_id limit 1)
      order by read.transaction, id
    ) e on true`)
  const [horizon = '', next = '', count, transaction, eventId = ''] = rows[0]?.state?.split(' ') ?? []
  const last = transaction === undefined ? undefined : { transaction: BigInt(transaction), eventId }
  const events = rows.filter((row): row is Row & (typeof rows)[0] => typeof row.id === 'string').map(toEvent)
  return { events, count: Number(count), last, horizon: BigInt(horizon), next: BigInt(next) }
}

/** As {@link readOutbox}, of one app. */
export async function readEventsOfApp(tx: Tx, appId: string, after: Position, limit: number): Promise<OutboxEvent[]> {
  const rows = await tx.rows<Row>(sql`
    select ${COLUMNS} from events
    where app_id = ${appId} and (transaction, id) > (${String(after.transaction)}::xid8, ${after.eventId})
      and transaction < pg_snapshot_xmin(pg_current_snapshot())
    order by events.transaction, id limit ${limit}`)
  return rows.map(toEvent)
}

/** Where an event lies that was given out before: in a database that was restored its transaction has another number. */
export async function placeOf(tx: Tx, appId: string, { transaction, eventId }: Position): Promise<Position> {
  const given = sql`${String(transaction)}::xid8`
  const [row] = await tx.rows<{ transaction: string }>(sql`
    select coalesce(
      (select transaction from events where app_id = ${appId} and transaction = ${given} and id = ${eventId}),
      (select transaction from events where app_id = ${appId} and id = ${eventId}),
      ${given})::text as transaction`)
  return { transaction: BigInt(row?.transaction ?? 0), eventId }
}

/** Behind everything that {@link readEventsOfApp} would give now. */
export async function endOfOutbox(tx: Tx): Promise<Position> {
  const [row] = await tx.rows<{ horizon: string }>(sql`select pg_snapshot_xmin(pg_current_snapshot())::text as horizon`)
  return { transaction: BigInt(row?.horizon ?? 0), eventId: '' }
}

/** Those that are still there, in no order, as they are now: what was erased since is gone. */
export async function findEvents(tx: Tx, refs: readonly EventRef[]): Promise<OutboxEvent[]> {
  const rows = await tx.rows<Row>(sql`
    select ${COLUMNS} from events
    where (app_id, transaction, id) in (
      select * from unnest(${column(refs, ref => ref.appId)}, ${column(refs, ref => String(ref.transaction))}::xid8[],
                           ${column(refs, ref => ref.id)}))`)
  return rows.map(toEvent)
}

export async function findEvent(tx: Tx, appId: string, id: string): Promise<OutboxEvent | undefined> {
  const [row] = await tx.rows<Row>(sql`select ${COLUMNS} from events where app_id = ${appId} and id = ${id}`)
  return row && toEvent(row)
}

/** Whether the first comes behind the second. */
export const isBehind = (one: Position, other: Position): boolean =>
  one.transaction === other.transaction ? one.eventId > other.eventId : one.transaction > other.transaction

export const positionOf = ({ transaction, id }: OutboxEvent): Position => ({ transaction, eventId: id })

const toEvent = (row: Row): OutboxEvent => ({
  appId: row.app_id,
  id: row.id,
  transaction: BigInt(row.transaction),
  lane: row.lane,
  type: row.type,
  userIds: row.user_ids,
  payload: row.payload,
  createdAt: row.created_at.toISOString(),
  conversationId: row.conversation_id,
  seq: row.seq === null ? null : Number(row.seq),
  switchboardId: row.switchboard_id,
  activeIntegrationId: row.active_integration_id,
  pendingIntegrationId: row.pending_integration_id,
  previousIntegrationId: row.previous_integration_id,
})
