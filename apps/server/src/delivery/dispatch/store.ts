import sql from 'sql-template-tag'
import { column } from '../../db/column.ts'
import type { Tx } from '../../db/tx.ts'
import type { EventRef, Position } from '../../events/read.ts'
import type { Delivery, State } from '../model.ts'
import { heldInOrder } from './lanes.ts'

/** What is written about a delivery at once. */
export interface Note {
  readonly delivery: Delivery
  /** As JSON. */
  readonly attempts: readonly string[]
  readonly state: State
  readonly attemptCount: number
  readonly dueAt: Date | undefined
}

/** Between the attempts of a delivery: no JSON has it in it. */
const BETWEEN = '\x1f'
const ATTEMPTS = sql`string_to_array(coalesce(new_attempts, ''), chr(31))::json[]`
const attemptsText = ({ attempts }: Note): string | null => (attempts.length === 0 ? null : attempts.join(BETWEEN))

/**
 * Writes down in one statement what became of deliveries and how far lanes were read. The commit does not wait for the
 * disk: what a crash of the database takes away goes together, and is read and sent again. Lanes are held in their order,
 * as by whoever else writes to several of them.
 */
export async function record(
  tx: Tx,
  holder: string,
  notes: { readonly fresh: readonly Note[]; readonly changed: readonly Note[] },
  positions: ReadonlyMap<number, Position>,
): Promise<void> {
  const { fresh, changed } = notes
  const lanes = [...positions.keys()]
  const places = [...positions.values()]
  await tx.rows(sql`
    with fresh as (
      insert into deliveries (app_id, webhook_id, event_id, transaction, lane, type, state, attempt_count, attempts,
                              due_at, order_key, created_at)
      select app_id, webhook_id, event_id, transaction, lane, type, state, attempt_count,
             ${ATTEMPTS}, due_at, order_key, created_at
      from unnest(
        ${column(fresh, ({ delivery }) => delivery.event.appId)}, ${column(fresh, ({ delivery }) => delivery.webhookId)},
        ${column(fresh, ({ delivery }) => delivery.event.id)},
        ${column(fresh, ({ delivery }) => String(delivery.event.transaction))}::xid8[],
        ${column(fresh, ({ delivery }) => delivery.event.lane)}::smallint[], ${column(fresh, ({ delivery }) => delivery.event.type)},
        ${column(fresh, ({ state }) => state)}, ${column(fresh, ({ attemptCount }) => attemptCount)}::smallint[],
        ${column(fresh, attemptsText)}, ${column(fresh, ({ dueAt }) => dueAt?.toISOString() ?? null)}::timestamptz[],
        ${column(fresh, ({ delivery }) => (delivery.strict ? delivery.orderKey : null))},
        ${column(fresh, ({ delivery }) => delivery.event.createdAt)}::timestamptz[]
      ) as f(app_id, webhook_id, event_id, transaction, lane, type, state, attempt_count, new_attempts, due_at, order_key, created_at)
      on conflict (app_id, webhook_id, event_id) do update
      set state = excluded.state, attempt_count = excluded.attempt_count, due_at = excluded.due_at,
          attempts = deliveries.attempts || excluded.attempts
    ), changed as (
      update deliveries d
      set state = c.state, attempt_count = c.attempt_count, due_at = c.due_at,
          attempts = d.attempts || ${ATTEMPTS}
      from unnest(
        ${column(changed, ({ delivery }) => delivery.event.appId)}, ${column(changed, ({ delivery }) => delivery.webhookId)},
        ${column(changed, ({ delivery }) => delivery.event.id)}, ${column(changed, ({ state }) => state)},
        ${column(changed, ({ attemptCount }) => attemptCount)}::smallint[],
        ${column(changed, attemptsText)}, ${column(changed, ({ dueAt }) => dueAt?.toISOString() ?? null)}::timestamptz[]
      ) as c(app_id, webhook_id, event_id, state, attempt_count, new_attempts, due_at)
      where d.app_id = c.app_id and d.webhook_id = c.webhook_id and d.event_id = c.event_id
    ), mine as ${heldInOrder(sql`lane = any(${lanes}) and holder = ${holder}`)}, read as (
      update lanes l set transaction = p.transaction, event_id = p.event_id
      from unnest(${column(lanes, lane => lane)}::smallint[], ${column(places, place => String(place.transaction))}::xid8[],
                  ${column(places, place => place.eventId)}) as p(lane, transaction, event_id)
      where l.lane = p.lane and l.lane in (select lane from mine)
    )
    select set_config('synchronous_commit', 'off', true)`)
}

/** A delivery that the table had, with where its event is. */
export interface Stored {
  readonly ref: EventRef
  readonly webhookId: string
  readonly attemptCount: number
  readonly firstAttemptAt: Date | undefined
  readonly orderKey: string | undefined
}

interface Row {
  readonly app_id: string
  readonly webhook_id: string
  readonly event_id: string
  readonly transaction: string
  readonly attempt_count: number
  readonly first_attempt_at: string | null
  readonly order_key: string | null
}

const STORED = sql`
  d.app_id, d.webhook_id, d.event_id, d.transaction::text, d.attempt_count, d.order_key,
  case when d.attempt_count > 0 then
    d.attempts[array_length(d.attempts, 1) - d.attempt_count + 1] ->> 'at' end as first_attempt_at`

/** Takes those that are due, and puts them off so that nobody takes them again while they are called. */
export async function claimDue(
  tx: Tx,
  {
    lanes,
    busy,
    now,
    until,
    limit,
  }: {
    readonly lanes: readonly number[]
    /** Webhooks that have no room. */
    readonly busy: readonly string[]
    readonly now: Date
    readonly until: Date
    readonly limit: number
  },
): Promise<Stored[]> {
  const rows = await tx.rows<Row>(sql`
    with due as (
      select app_id, webhook_id, event_id from deliveries
      where lane = any(${lanes}) and state = 'retrying' and due_at <= ${now} and webhook_id <> all(${busy})
      order by due_at, transaction, event_id limit ${limit} for update skip locked)
    update deliveries d set due_at = ${until} from due
    where d.app_id = due.app_id and d.webhook_id = due.webhook_id and d.event_id = due.event_id
    returning ${STORED}`)
  return rows.map(toStored)
}

/** What waits for a webhook, in order, without what is in memory already. */
export async function listWaiting(
  tx: Tx,
  {
    appId,
    webhookId,
    lanes,
    without,
    held,
    limit,
  }: {
    readonly appId: string
    readonly webhookId: string
    readonly lanes: readonly number[]
    readonly without: readonly string[]
    /** What waits for an event that is tried again. */
    readonly held: readonly string[]
    readonly limit: number
  },
): Promise<Stored[]> {
  const rows = await tx.rows<Row>(sql`
    select ${STORED} from deliveries d
    where app_id = ${appId} and webhook_id = ${webhookId} and lane = any(${lanes}) and state = 'waiting'
      and event_id <> all(${without}) and (order_key is null or order_key <> all(${held}))
    order by d.transaction, event_id limit ${limit}`)
  return rows.map(toStored)
}

/** What lanes have open when they are taken: whom something waits for, and what holds back others. */
export async function listOpen(tx: Tx, lanes: readonly number[]) {
  return tx.rows<{
    app_id: string
    webhook_id: string
    lane: number
    order_key: string | null
    event_id: string | null
  }>(sql`
    select distinct app_id, webhook_id, lane, null as order_key, null as event_id, null::xid8 as transaction
    from deliveries where lane = any(${lanes}) and state = 'waiting'
    union all
    select app_id, webhook_id, lane, order_key, event_id, transaction
    from deliveries where lane = any(${lanes}) and state = 'retrying' and order_key is not null
    order by transaction, event_id`)
}

export async function deleteDeliveriesOfApp(tx: Tx, appId: string): Promise<void> {
  await tx.run(sql`delete from deliveries where app_id = ${appId}`)
}

export async function deleteDeliveriesOf(tx: Tx, appId: string, webhookIds: readonly string[]): Promise<void> {
  await tx.run(sql`delete from deliveries where app_id = ${appId} and webhook_id = any(${webhookIds})`)
}

/** What a receiver answered to events of a user may tell of that user. */
export async function eraseUserFromDeliveries(tx: Tx, appId: string, userId: string): Promise<void> {
  await tx.run(sql`
    update deliveries d
    set attempts = array(select (a::jsonb - 'answer')::json from unnest(d.attempts) with ordinality u(a, nth) order by nth)
    where app_id = ${appId} and event_id in (
      select id from events where app_id = ${appId} and user_ids @> ${[userId]}::text[])`)
}

const toStored = (row: Row): Stored => ({
  ref: { appId: row.app_id, id: row.event_id, transaction: BigInt(row.transaction) },
  webhookId: row.webhook_id,
  attemptCount: row.attempt_count,
  firstAttemptAt: row.first_attempt_at === null ? undefined : new Date(row.first_attempt_at),
  orderKey: row.order_key ?? undefined,
})
