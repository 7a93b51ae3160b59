import sql, { empty } from 'sql-template-tag'
import { column } from '../../db/column.ts'
import { DatabaseUnavailable } from '../../db/errors.ts'
import type { Db, Tx } from '../../db/tx.ts'
import { laneOf, noteAppended } from '../../events/outbox.ts'
import { WhenQuiet } from '../../lib/when-quiet.ts'
import type { ControlSql } from '../conversations/store.ts'
import type { Appended, NewMessage } from './model.ts'

/** Messages in one statement. */
const BATCH_MAX = 128
/** Statements at a time: while one is written to disk, another one is made ready and the answers of a third go out. */
const UNDER_WAY_MAX = 3
/** What the most callers of late count for at the next statement: they may be gone. */
const CROWD_KEPT = 0.95

interface Waiting {
  readonly message: NewMessage
  resolve(appended: Appended): void
  reject(error: unknown): void
}

interface Needs {
  readonly db: Db
  readonly control: ControlSql
  /** Messages that a conversation may hold. */
  readonly messagesMax: number
  /** Told once events were committed that were appended in no transaction of somebody else's. */
  readonly onAppended: () => void
}

/**
 * Writes messages: counters of the conversation, message and event in one statement. A message that comes alone waits
 * for nothing; under load those that wait share a statement, and so the time a commit takes. A conversation is in one
 * statement at a time, which keeps the order; each message has its own outcome.
 */
export class MessageAppender {
  readonly #needs: Needs
  #waiting: Waiting[] = []
  /** Messages whose callers wait, and the most there were of late: each statement takes its share of them. */
  #open = 0
  #crowd = 0
  readonly #quiet = new WhenQuiet(
    () => this.#send(),
    () => this.#waiting.length * UNDER_WAY_MAX >= this.#crowd,
  )
  #underWay = 0
  /** Conversations in statements that are under way. */
  readonly #busy = new Set<string>()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  append(message: NewMessage): Promise<Appended> {
    const { promise, resolve, reject } = Promise.withResolvers<Appended>()
    this.#waiting.push({ message, resolve, reject })
    this.#open++
    this.#schedule()
    return promise
  }

  /** In a transaction of the caller's; messages of one post come one after the other. */
  appendIn(tx: Tx, messages: readonly NewMessage[]): Promise<Appended[]> {
    noteAppended(tx)
    return this.#write(tx, messages)
  }

  #schedule(): void {
    if (this.#underWay < UNDER_WAY_MAX && this.#waiting.length > 0) this.#quiet.stir()
  }

  async #send(): Promise<void> {
    const batch = this.#take()
    if (batch.length === 0) return
    const conversations = new Set(batch.map(({ message }) => nameOf(message)))
    for (const one of conversations) this.#busy.add(one)
    this.#underWay++
    this.#crowd = Math.max(this.#open, this.#crowd * CROWD_KEPT)
    this.#schedule()
    try {
      await this.#settle(batch)
    } finally {
      this.#open -= batch.length
      for (const one of conversations) this.#busy.delete(one)
      this.#underWay--
      this.#schedule()
    }
  }

  #take(): Waiting[] {
    const batch: Waiting[] = []
    const rest: Waiting[] = []
    for (const one of this.#waiting) {
      const isFree = batch.length < BATCH_MAX && !this.#busy.has(nameOf(one.message))
      if (isFree) batch.push(one)
      else rest.push(one)
    }
    this.#waiting = rest
    return batch
  }

  /** When a statement fails, each of its messages gets one of its own, so that a bad one fails no other. */
  async #settle(batch: readonly Waiting[]): Promise<void> {
    try {
      const appended = await this.#write(
        this.#needs.db.single,
        batch.map(({ message }) => message),
      )
      this.#needs.onAppended()
      for (const [at, { resolve }] of batch.entries()) resolve(appended[at] as Appended)
    } catch (error) {
      if (batch.length === 1 || error instanceof DatabaseUnavailable) for (const { reject } of batch) reject(error)
      else for (const one of batch) await this.#settle([one])
    }
  }

  async #write(tx: Tx, messages: readonly NewMessage[]): Promise<Appended[]> {
    const rows = await tx.rows<Row>(this.#statement(messages))
    return rows.map(({ outcome, seq, received }) =>
      outcome === 'posted' && received !== null
        ? { outcome, seq: Number(seq), received }
        : { outcome: refusal(outcome) },
    )
  }

  /** Conversations have numbers in it, by which its parts find each other: ids would be compared thousands of times. */
  #statement(messages: readonly NewMessage[]) {
    const { control, messagesMax } = this.#needs
    // PostgreSQL makes every part ready to run, also those that find no rows: most batches are of the business alone.
    const ofUsers = messages.some(({ author }) => author.userId !== undefined)
    const places = [...new Map(messages.map(one => [nameOf(one), one])).values()]
    const numbers = new Map(places.map((one, index) => [nameOf(one), index + 1]))
    return sql`
    with called as (
      select * from unnest(
        ${column(places, one => one.appId)}, ${column(places, one => one.conversationId)},
        ${column(places, one => laneOf(one.appId, one.conversationId))}::smallint[]
      ) with ordinality as v(app_id, id, lane, number)
    ), posted as (
      select * from unnest(
        ${column(messages, one => numbers.get(nameOf(one)) ?? null)}::bigint[], ${column(messages, one => one.id)}, ${column(messages, one => one.eventId)},
        ${column(messages, one => one.author.type)}, ${column(messages, one => one.author.userId ?? null)}, ${column(messages, authorText)},
        ${column(messages, one => JSON.stringify(one.content))}, ${column(messages, one => JSON.stringify(one.source))},
        ${column(messages, one => one.source.integrationId ?? null)}, ${column(messages, detailsText)},
        ${column(messages, one => one.delivery && JSON.stringify(one.delivery))}, ${column(messages, one => one.told)},
        ${column(messages, one => one.postedAt.toISOString())}::timestamptz[]
      ) with ordinality as p(number, id, event_id, author_type, author_user_id, author, content, source,
                             source_integration_id, details, delivery, told, posted_at, nth)
    ), locked as (
      select c.*, v.number, v.lane from called v join conversations c on c.app_id = v.app_id and c.id = v.id
      order by c.app_id, c.id for update of c
    ), ${ofUsers ? MEMBERS : NO_MEMBERS}, judged as (
      select p.*, l.app_id, l.id as conversation_id, l.message_count, l.id is not null as is_there,
             p.author_user_id is null or t.id is not null as is_member, t.id as participant_id
      from posted p
      left join locked l on l.number = p.number
      left join members t on t.nth = p.nth
    ), placed as (
      select j.*, row_number() over (partition by number order by nth) as place
      from judged j where is_there and is_member
    ), accepted as (
      select * from placed where message_count + place <= ${messagesMax}
    ), changed as materialized (
      select c.app_id, c.id, c.number, c.lane, c.type, c.metadata, c.seq, c.message_total, a.count, c.pending_id,
             greatest(c.last_updated_at, a.posted_at) as received,
             ${control.assigned(sql`a.source_integration_id`)} as active_id
      from locked c join (
        select number, count(*)::int as count, max(posted_at) as posted_at,
               min(source_integration_id) as source_integration_id
        from accepted group by number
      ) a on a.number = c.number
    ), told as (
      select c.*, s.id as switchboard_id, a.integration_id as active_integration_id,
             p.integration_id as pending_integration_id,
             '{"conversation":' || json_strip_nulls(json_build_object('id', c.id, 'type', c.type,
               'metadata', nullif(c.metadata, '{}'), 'activeSwitchboardIntegration', ${control.active},
               'pendingSwitchboardIntegration', ${control.pending}
             )) || ',"message":{"received":"'
               || to_char(c.received at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '",' as payload_start
      from changed c ${control.joins}
    ), counted as (
      update conversations c
      set seq = t.seq + t.count, message_count = c.message_count + t.count, message_total = t.message_total + t.count,
          last_updated_at = t.received, active_id = t.active_id
      from told t where c.app_id = t.app_id and c.id = t.id
    ), ready as materialized (
      select m.*, t.seq + m.place as seq, t.message_total + m.place as total, t.received, t.lane, t.payload_start,
             t.switchboard_id, t.active_integration_id, t.pending_integration_id
      from accepted m join told t on t.number = m.number
    ), written as (
      insert into messages (app_id, conversation_id, seq, id, received, author_type, author_user_id, author, content,
                            source, details, delivery)
      select app_id, conversation_id, seq, id, received, author_type, author_user_id, author::json, content::json,
             source::json, details::json, delivery::json
      from ready
    ), appended as (
      insert into events (app_id, id, lane, type, user_ids, payload, created_at, conversation_id, seq,
                          source_integration_id, switchboard_id, active_integration_id, pending_integration_id)
      select app_id, event_id, lane, 'conversation:message', array_remove(array[author_user_id], null),
             payload_start || substr(told, 2) || '}', received, conversation_id, seq, source_integration_id,
             switchboard_id, active_integration_id, pending_integration_id
      from ready
    )${ofUsers ? READ : empty}
    select case when not j.is_there then 'missing' when not j.is_member then 'stranger'
                when r.nth is null then 'full' else 'posted' end as outcome,
           r.seq, r.received
    from judged j left join ready r on r.nth = j.nth
    order by j.nth`
  }
}

const MEMBERS = sql`members as (
  -- Held as well, since who was a member when the statement began may not be one any more.
  select p.nth, t.id from posted p join locked l on l.number = p.number
  join participants t on t.app_id = l.app_id and t.conversation_id = l.id and t.user_id = p.author_user_id
  where p.author_user_id is not null
  for no key update of t
)`
const NO_MEMBERS = sql`members as (select null::bigint as nth, null::text as id where false)`

const READ = sql`, read as (
  update participants p
  set read_seq = m.seq, read_total = m.total, last_read = m.received
  from (select distinct on (participant_id) * from ready where participant_id is not null
        order by participant_id, place desc) m
  where p.app_id = m.app_id and p.id = m.participant_id
)`

interface Row {
  readonly outcome: Appended['outcome']
  readonly seq: string | null
  readonly received: Date | null
}

const nameOf = ({ appId, conversationId }: NewMessage) => `${appId}/${conversationId}`

/** Type and user of an author stand in columns of their own. */
function authorText({ author: { type: _, userId: __, ...shown } }: NewMessage): string {
  return JSON.stringify(shown)
}

const detailsText = ({ details }: NewMessage): string | null =>
  Object.keys(details).length === 0 ? null : JSON.stringify(details)

function refusal(outcome: Appended['outcome']): 'missing' | 'stranger' | 'full' {
  if (outcome === 'posted') throw new Error('a message was posted at no time')
  return outcome
}
