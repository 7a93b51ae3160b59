import sql from 'sql-template-tag'
import type { Tx } from '../../db/tx.ts'
import { type PageRequest, type Slice, slice } from '../../lib/page.ts'
import type { Attempt, State } from '../model.ts'

/** A delivery as its log shows it. */
export interface LoggedDelivery {
  readonly eventId: string
  readonly type: string
  readonly createdAt: Date
  readonly state: State
  readonly dueAt: Date | undefined
  readonly attempts: readonly Attempt[]
}

export interface WebhookAt {
  readonly appId: string
  readonly webhookId: string
}

export interface LogFilter {
  readonly state?: State
  readonly since?: Date
}

interface Row {
  readonly event_id: string
  readonly type: string
  readonly created_at: Date
  readonly state: State
  readonly due_at: Date | null
  readonly attempts: readonly Attempt[]
}

/** One that was asked for again, and was not tried since, waits. */
const COLUMNS = sql`
  event_id, type, created_at, case when state = 'retrying' and attempt_count = 0 then 'waiting' else state end as state,
  case when attempt_count > 0 then due_at end as due_at, attempts`

/** Newest first. */
export async function listDeliveries(
  tx: Tx,
  { appId, webhookId }: WebhookAt,
  { state, since }: LogFilter,
  page: PageRequest,
): Promise<Slice<LoggedDelivery & { readonly id: string }>> {
  const ofState =
    state === undefined
      ? sql``
      : state === 'waiting'
        ? sql`and (state = 'waiting' or (state = 'retrying' and attempt_count = 0))`
        : sql`and state = ${state} and not (state = 'retrying' and attempt_count = 0)`
  const where = sql`
    app_id = ${appId} and webhook_id = ${webhookId} ${ofState}
    ${since === undefined ? sql`` : sql`and event_id >= ${firstIdAt(since)} and created_at >= ${since}`}`
  const { after, before, size } = page
  const side =
    before === undefined
      ? sql`event_id < ${after ?? 'g'} order by event_id desc limit ${size + 1}`
      : sql`event_id > ${before} order by event_id limit ${size + 1}`
  const rows = await tx.rows<Row>(sql`select ${COLUMNS} from deliveries where ${where} and ${side}`)
  const fetched = rows.map(row => ({ ...toLogged(row), id: row.event_id }))
  if (after === undefined && before === undefined) return slice(page, fetched, false)
  const behind = before === undefined ? sql`event_id >= ${after}` : sql`event_id <= ${before}`
  const [row] = await tx.rows<{ more: boolean }>(
    sql`select exists (select from deliveries where ${where} and ${behind}) as more`,
  )
  return slice(page, fetched, row?.more ?? false)
}

export async function findDelivery(tx: Tx, at: WebhookAt, eventId: string): Promise<LoggedDelivery | undefined> {
  const [row] = await tx.rows<Row>(sql`
    select ${COLUMNS} from deliveries
    where app_id = ${at.appId} and webhook_id = ${at.webhookId} and event_id = ${eventId}`)
  return row && toLogged(row)
}

/** As {@link findDelivery}, for several, oldest first. */
export async function findDeliveries(tx: Tx, at: WebhookAt, eventIds: readonly string[]): Promise<LoggedDelivery[]> {
  const rows = await tx.rows<Row>(sql`
    select ${COLUMNS} from deliveries
    where app_id = ${at.appId} and webhook_id = ${at.webhookId} and event_id = any(${eventIds})
    order by event_id`)
  return rows.map(toLogged)
}

/** A text for each of the newest, and of those besides, that is another one once anything happens to it; it begins with the state. */
export async function findMarks(
  tx: Tx,
  { appId, webhookId }: WebhookAt,
  { newest, besides }: { readonly newest: number; readonly besides: readonly string[] },
): Promise<Map<string, string>> {
  const marked = sql`
    select event_id, concat_ws(' ', state, attempt_count, cardinality(attempts), extract(epoch from due_at)) as mark
    from deliveries where app_id = ${appId} and webhook_id = ${webhookId}`
  const rows = await tx.rows<{ event_id: string; mark: string }>(sql`
    (${marked} order by event_id desc limit ${newest}) union (${marked} and event_id = any(${besides}))`)
  return new Map(rows.map(row => [row.event_id, row.mark]))
}

/** Makes an event of the app due at once, whether or not it was ever on its way. Whether there is such an event. */
export async function askAgain(
  tx: Tx,
  { appId, webhookId }: WebhookAt,
  eventId: string,
  { now, isStrict }: { readonly now: Date; readonly isStrict: boolean },
): Promise<boolean> {
  const orderKey = isStrict ? sql`coalesce(conversation_id, user_ids[1], id)` : sql`null`
  const written = await tx.run(sql`
    insert into deliveries (app_id, webhook_id, event_id, transaction, lane, type, state, attempt_count, attempts, due_at,
                            order_key, created_at)
    select app_id, ${webhookId}, id, transaction, lane, type, 'retrying', 0, '{}', ${now}, ${orderKey}, created_at
    from events where app_id = ${appId} and id = ${eventId}
    on conflict (app_id, webhook_id, event_id) do update
    set state = 'retrying', attempt_count = 0, due_at = excluded.due_at`)
  return written > 0
}

/** As {@link askAgain}, for what ended so. @returns how many */
export async function askAllAgain(
  tx: Tx,
  { appId, webhookId }: WebhookAt,
  {
    state,
    since,
    until,
    now,
  }: { readonly state: State; readonly since: Date; readonly until: Date; readonly now: Date },
): Promise<number> {
  return tx.run(sql`
    update deliveries set state = 'retrying', attempt_count = 0, due_at = ${now}
    where app_id = ${appId} and webhook_id = ${webhookId} and state = ${state}
      and event_id >= ${firstIdAt(since)} and created_at >= ${since} and created_at < ${until}`)
}

/** Ids are of the second in which they were made, which may be a little before the event. */
function firstIdAt(time: Date): string {
  const seconds = Math.floor(time.getTime() / 1000) - 3600
  return Math.max(0, seconds).toString(16).padStart(8, '0')
}

const toLogged = (row: Row): LoggedDelivery => ({
  eventId: row.event_id,
  type: row.type,
  createdAt: row.created_at,
  state: row.state,
  dueAt: row.due_at ?? undefined,
  attempts: row.attempts,
})
