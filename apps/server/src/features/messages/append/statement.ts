import sql, { empty, type Sql } from 'sql-template-tag'
import { column } from '../../../db/column.ts'
import { laneOf } from '../../../events/outbox.ts'
import type { ControlSql } from '../../conversations/store.ts'
import type { NewMessage } from '../model.ts'

/** Messages to one conversation that all come from the same user, or all from the business, in their order. */
export interface Group {
  readonly messages: [NewMessage, ...NewMessage[]]
  /** By which the parts of the statement find each other, since ids would be compared thousands of times. */
  readonly number: number
}

/** What became of a group whose conversation is there. */
export interface GroupRow {
  readonly number: number
  readonly is_member: boolean
  /** Nothing of it was written: the statement was made for apps without a switchboard, and this one has one. */
  readonly has_switchboard: boolean
  /** Of a member: so many of its messages were written, from the first one, to the places behind `seq`. */
  readonly taken: number
  readonly seq: string
  readonly received: Date
}

interface Options {
  /** Messages that a conversation may hold. */
  readonly messagesMax: number
  /** Undefined: for apps without a switchboard. */
  readonly control: ControlSql | undefined
}

/**
 * Counters of the conversations, messages and events, each group with its own outcome. PostgreSQL makes every part ready to run,
 * also those that find no rows, and a statement of few messages costs it more than they do: what most batches do without is left
 * out, the members where only the business writes, and control where no app is known to have a switchboard.
 */
export function appendStatement(groups: readonly Group[], { messagesMax, control }: Options): Sql {
  const ofUsers = groups.some(({ messages: [first] }) => first.author.userId !== undefined)
  return sql`
    with ${called(groups)}, ${posted(groups)}, locked as (
      select v.*, c.type, c.metadata, c.seq, c.message_count, c.message_total, c.active_id, c.pending_id,
             greatest(c.last_updated_at, v.posted_at) as received,
             greatest(0, least(v.count, ${messagesMax} - c.message_count)) as taken
      from called v join conversations c on c.app_id = v.app_id and c.id = v.id
      order by c.app_id, c.id for update of c
    ), ${ofUsers ? MEMBERS : empty}judged as (
      select l.*, ${ofUsers ? JUDGED : UNJUDGED}, ${control ? sql`false` : HAS_SWITCHBOARD} as has_switchboard
      from locked l ${ofUsers ? sql`left join members m on m.number = l.number` : empty}
    ), accepted as (
      select * from judged where taken > 0 and is_member and not has_switchboard
    ), ${control ? toldBy(control) : TOLD_TO_ALL}, counted as (
      update conversations c
      set seq = t.seq + t.taken, message_count = t.message_count + t.taken, message_total = t.message_total + t.taken,
          last_updated_at = t.received, active_id = t.active_id
      from told t where c.app_id = t.app_id and c.id = t.id
    ), ready as materialized (
      select p.*, t.app_id, t.id as conversation_id, t.seq + p.place as seq, t.received, t.lane, t.payload_start,
             t.switchboard_id, t.active_integration_id, t.pending_integration_id
      from posted p join told t on t.number = p.number where p.place <= t.taken
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
    select number, is_member, has_switchboard, taken, seq, received from judged`
}

function called(groups: readonly Group[]): Sql {
  const of = (read: (first: NewMessage, last: NewMessage) => string | null): Sql =>
    column(groups, ({ messages }) => read(messages[0], messages.at(-1) ?? messages[0]))
  return sql`called as (
      select * from unnest(
        ${column(groups, one => one.number)}::int[], ${column(groups, one => one.messages.length)}::int[],
        ${of(first => first.appId)}, ${of(first => first.conversationId)},
        ${of(first => String(laneOf(first.appId, first.conversationId)))}::smallint[],
        ${of(first => first.author.userId ?? null)}, ${of(first => first.source.integrationId ?? null)},
        ${of((_, last) => last.postedAt.toISOString())}::timestamptz[]
      ) as v(number, count, app_id, id, lane, user_id, source_integration_id, posted_at)
    )`
}

function posted(groups: readonly Group[]): Sql {
  const places = groups.flatMap(({ number, messages }) =>
    messages.map((one, index) => ({ number, one, place: index + 1 })),
  )
  const of = (read: (one: NewMessage) => string | null): Sql => column(places, ({ one }) => read(one))
  return sql`posted as (
      select * from unnest(
        ${column(places, ({ number }) => number)}::int[], ${column(places, ({ place }) => place)}::int[],
        ${of(one => one.id)}, ${of(one => one.eventId)}, ${of(one => one.author.type)},
        ${of(one => one.author.userId ?? null)}, ${of(authorText)}, ${of(one => JSON.stringify(one.content))},
        ${of(one => JSON.stringify(one.source))}, ${of(one => one.source.integrationId ?? null)}, ${of(detailsText)},
        ${of(one => one.delivery && JSON.stringify(one.delivery))}, ${of(one => one.told)}
      ) as p(number, place, id, event_id, author_type, author_user_id, author, content, source, source_integration_id,
             details, delivery, told)
    )`
}

const MEMBERS = sql`members as (
      -- Held as well, since who was a member when the statement began may not be one any more.
      select l.number, t.id from locked l
      join participants t on t.app_id = l.app_id and t.conversation_id = l.id and t.user_id = l.user_id
      for no key update of t
    ), `

const JUDGED = sql`m.id as participant_id, l.user_id is null or m.id is not null as is_member`
const UNJUDGED = sql`null as participant_id, true as is_member`

const HAS_SWITCHBOARD = sql`exists (select from switchboards s where s.app_id = l.app_id)`

/** What the event tells before the message itself; the time is known only here. */
const payloadStart = (control: Sql): Sql => sql`
             '{"conversation":' || json_strip_nulls(json_build_object('id', c.id, 'type', c.type,
               'metadata', nullif(c.metadata, '{}')${control}
             )) || ',"message":{"received":"'
               || to_char(c.received at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '",' as payload_start`

const toldBy = (control: ControlSql): Sql => sql`changed as materialized (
      select c.app_id, c.id, c.number, c.lane, c.type, c.metadata, c.seq, c.message_count, c.message_total, c.taken,
             c.received, c.pending_id, c.participant_id, ${control.assigned(sql`c.source_integration_id`)} as active_id
      from accepted c
    ), told as (
      select c.*, s.id as switchboard_id, a.integration_id as active_integration_id,
             p.integration_id as pending_integration_id,${payloadStart(
               sql`, 'activeSwitchboardIntegration', ${control.active}, 'pendingSwitchboardIntegration', ${control.pending}`,
             )}
      from changed c ${control.joins}
    )`

const TOLD_TO_ALL = sql`told as (
      select c.app_id, c.id, c.number, c.lane, c.seq, c.message_count, c.message_total, c.taken, c.received,
             c.participant_id, null::text as active_id, null::text as switchboard_id,
             null::text as active_integration_id, null::text as pending_integration_id,${payloadStart(empty)}
      from accepted c
    )`

const READ = sql`, read as (
      update participants p
      set read_seq = t.seq + t.taken, read_total = t.message_total + t.taken, last_read = t.received
      from told t where p.app_id = t.app_id and p.id = t.participant_id
    )`

/** Type and user of an author stand in columns of their own. */
function authorText({ author: { type: _, userId: __, ...shown } }: NewMessage): string {
  return JSON.stringify(shown)
}

const detailsText = ({ details }: NewMessage): string | null =>
  Object.keys(details).length === 0 ? null : JSON.stringify(details)
