import sql from 'sql-template-tag'
import { DatabaseUnavailable } from '../../db/errors.ts'
import type { Db, Tx } from '../../db/tx.ts'
import { laneOf, noteAppended } from '../../events/outbox.ts'
import type { ControlSql } from '../conversations/store.ts'
import type { Appended, NewMessage } from './model.ts'

/** Messages in one statement. */
const BATCH_MAX = 128
/** Statements at a time: while one is written to disk, the next one is made ready. */
const UNDER_WAY_MAX = 2

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
  #isScheduled = false
  #underWay = 0
  /** Conversations in statements that are under way. */
  readonly #busy = new Set<string>()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  append(message: NewMessage): Promise<Appended> {
    const { promise, resolve, reject } = Promise.withResolvers<Appended>()
    this.#waiting.push({ message, resolve, reject })
    this.#schedule()
    return promise
  }

  /** In a transaction of the caller's; messages of one post come one after the other. */
  appendIn(tx: Tx, messages: readonly NewMessage[]): Promise<Appended[]> {
    noteAppended(tx)
    return this.#write(tx, messages)
  }

  /** After all that arrived on other sockets at this moment has come as well. */
  #schedule(): void {
    if (this.#isScheduled || this.#underWay >= UNDER_WAY_MAX || this.#waiting.length === 0) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#send()
    })
  }

  async #send(): Promise<void> {
    const batch = this.#take()
    if (batch.length === 0) return
    const conversations = new Set(batch.map(({ message }) => nameOf(message)))
    for (const one of conversations) this.#busy.add(one)
    this.#underWay++
    this.#schedule()
    try {
      await this.#settle(batch)
    } finally {
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

  #statement(messages: readonly NewMessage[]) {
    const { control, messagesMax } = this.#needs
    const column = (read: (message: NewMessage) => unknown) => messages.map(read)
    return sql`
    with posted as (
      select * from unnest(
        ${column(one => one.appId)}::text[], ${column(one => one.conversationId)}::text[],
        ${column(one => one.id)}::text[], ${column(one => one.eventId)}::text[],
        ${column(one => laneOf(one.appId, one.conversationId))}::smallint[],
        ${column(one => one.author.type)}::text[], ${column(one => one.author.userId ?? null)}::text[],
        ${column(one => authorText(one))}::text[], ${column(one => JSON.stringify(one.content))}::text[],
        ${column(one => JSON.stringify(one.source))}::text[], ${column(one => one.source.integrationId ?? null)}::text[],
        ${column(one => detailsText(one))}::text[], ${column(one => one.delivery && JSON.stringify(one.delivery))}::text[],
        ${column(one => one.told)}::text[], ${column(one => one.postedAt)}::timestamptz[]
      ) with ordinality as p(app_id, conversation_id, id, event_id, lane, author_type, author_user_id, author, content,
                             source, source_integration_id, details, delivery, told, posted_at, nth)
    ), locked as (
      select c.* from conversations c
      where (c.app_id, c.id) in (select app_id, conversation_id from posted) order by c.app_id, c.id for update
    ), judged as (
      select p.*, l.message_count, l.id is not null as is_there,
             p.author_user_id is null or t.id is not null as is_member, t.id as participant_id
      from posted p
      left join locked l on l.app_id = p.app_id and l.id = p.conversation_id
      left join participants t on t.app_id = p.app_id and t.conversation_id = p.conversation_id
        and t.user_id = p.author_user_id
    ), placed as (
      select j.*, row_number() over (partition by app_id, conversation_id order by nth) as place
      from judged j where is_there and is_member
    ), accepted as (
      select * from placed where message_count + place <= ${messagesMax}
    ), changed as (
      select c.app_id, c.id, c.type, c.metadata, c.seq, c.message_total, a.count, c.pending_id,
             greatest(c.last_updated_at, a.posted_at) as received,
             ${control.assigned(sql`a.source_integration_id`)} as active_id
      from locked c join (
        select app_id, conversation_id, count(*)::int as count, max(posted_at) as posted_at,
               min(source_integration_id) as source_integration_id
        from accepted group by app_id, conversation_id
      ) a on a.app_id = c.app_id and a.conversation_id = c.id
    ), told as (
      select c.*, s.id as switchboard_id, a.integration_id as active_integration_id,
             p.integration_id as pending_integration_id,
             json_strip_nulls(json_build_object('id', c.id, 'type', c.type, 'metadata', nullif(c.metadata, '{}'),
               'activeSwitchboardIntegration', ${control.active}, 'pendingSwitchboardIntegration', ${control.pending}
             ))::text as conversation
      from changed c ${control.joins}
    ), counted as (
      update conversations c
      set seq = t.seq + t.count, message_count = c.message_count + t.count, message_total = t.message_total + t.count,
          last_updated_at = t.received, active_id = t.active_id
      from told t where c.app_id = t.app_id and c.id = t.id
    ), written as (
      insert into messages (app_id, conversation_id, seq, id, received, author_type, author_user_id, author, content,
                            source, details, delivery)
      select m.app_id, m.conversation_id, t.seq + m.place, m.id, t.received, m.author_type, m.author_user_id,
             m.author::json, m.content::json, m.source::json, m.details::json, m.delivery::json
      from accepted m join told t on t.app_id = m.app_id and t.id = m.conversation_id
    ), appended as (
      insert into events (app_id, id, lane, type, user_ids, payload, created_at, conversation_id, seq,
                          source_integration_id, switchboard_id, active_integration_id, pending_integration_id)
      select m.app_id, m.event_id, m.lane, 'conversation:message',
             array_remove(array[m.author_user_id], null),
             '{"conversation":' || t.conversation || ',"message":{"received":"'
               || to_char(t.received at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '",'
               || substr(m.told, 2) || '}',
             t.received, m.conversation_id, t.seq + m.place, m.source_integration_id, t.switchboard_id,
             t.active_integration_id, t.pending_integration_id
      from accepted m join told t on t.app_id = m.app_id and t.id = m.conversation_id
    ), read as (
      update participants p
      set read_seq = t.seq + m.place, read_total = t.message_total + m.place, last_read = t.received
      from (select distinct on (participant_id) * from accepted where participant_id is not null
            order by participant_id, place desc) m
      join told t on t.app_id = m.app_id and t.id = m.conversation_id
      where p.app_id = m.app_id and p.id = m.participant_id
    )
    select case when not j.is_there then 'missing' when not j.is_member then 'stranger'
                when a.nth is null then 'full' else 'posted' end as outcome,
           t.seq + a.place as seq, t.received
    from judged j
    left join accepted a on a.nth = j.nth
    left join told t on t.app_id = a.app_id and t.id = a.conversation_id
    order by j.nth`
  }
}

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
