import sql from 'sql-template-tag'
import type { Tx } from '../../db/tx.ts'
import { type PageRequest, type Slice, slice } from '../../lib/page.ts'
import type { ConversationRef } from '../conversations/model.ts'
import type { Participant } from './model.ts'

interface Row {
  readonly app_id: string
  readonly id: string
  readonly conversation_id: string
  readonly user_id: string
  readonly external_id: string | null
  readonly unread: string
  readonly last_read: Date | null
  readonly clients: Participant['clients'] | null
}

/** Unread is what came since, which needs no counter that every message would have to change. */
const SELECT = sql`
  select p.app_id, p.id, p.conversation_id, p.user_id, u.external_id, p.last_read,
         greatest(c.message_total - p.read_total, 0) as unread,
         (select json_agg(json_build_object('type', k.type, 'clientId', k.id) order by a.used_at desc, k.id)
          from client_associations a join clients k on k.app_id = a.app_id and k.id = a.client_id
          where a.app_id = p.app_id and a.participant_id = p.id) as clients
  from participants p
  join conversations c on c.app_id = p.app_id and c.id = p.conversation_id
  join users u on u.app_id = p.app_id and u.id = p.user_id`

/** Whether it was made: not when the user is in already. What was written before is not unread. */
export async function insertParticipant(
  tx: Tx,
  one: ConversationRef & { readonly id: string; readonly userId: string; readonly createdAt: Date },
): Promise<boolean> {
  const made = await tx.run(sql`
    insert into participants (app_id, id, conversation_id, user_id, read_seq, read_total, created_at)
    select c.app_id, ${one.id}, c.id, ${one.userId}, c.seq, c.message_total, ${one.createdAt}
    from conversations c where c.app_id = ${one.appId} and c.id = ${one.conversationId}
    on conflict (app_id, conversation_id, user_id) do nothing`)
  return made > 0
}

export async function findParticipantOf(
  tx: Tx,
  at: ConversationRef & { readonly userId: string },
): Promise<Participant | undefined> {
  const [row] = await tx.rows<Row>(sql`
    ${SELECT} where p.app_id = ${at.appId} and p.conversation_id = ${at.conversationId} and p.user_id = ${at.userId}`)
  return row && toParticipant(row)
}

export async function findParticipant(
  tx: Tx,
  at: ConversationRef & { readonly participantId: string },
): Promise<Participant | undefined> {
  const [row] = await tx.rows<Row>(sql`
    ${SELECT} where p.app_id = ${at.appId} and p.id = ${at.participantId} and p.conversation_id = ${at.conversationId}`)
  return row && toParticipant(row)
}

export async function countParticipants(tx: Tx, at: ConversationRef): Promise<number> {
  const [row] = await tx.rows<{ count: number }>(sql`
    select count(*)::int as count from participants where app_id = ${at.appId} and conversation_id = ${at.conversationId}`)
  return row?.count ?? 0
}

/** In the order in which they came. */
export async function listParticipants(tx: Tx, at: ConversationRef, page: PageRequest): Promise<Slice<Participant>> {
  const { after, before, size } = page
  const where = sql`p.app_id = ${at.appId} and p.conversation_id = ${at.conversationId}`
  const rows = await tx.rows<Row>(
    before === undefined
      ? sql`${SELECT} where ${where} and p.id > ${after ?? ''} order by p.id limit ${size + 1}`
      : sql`${SELECT} where ${where} and p.id < ${before} order by p.id desc limit ${size + 1}`,
  )
  const fetched = rows.map(toParticipant)
  if (after === undefined && before === undefined) return slice(page, fetched, false)
  const side = before === undefined ? sql`p.id <= ${after}` : sql`p.id >= ${before}`
  const [row] = await tx.rows<{ more: boolean }>(
    sql`select exists (select from participants p where ${where} and ${side}) as more`,
  )
  return slice(page, fetched, row?.more ?? false)
}

/** Every user of a conversation, oldest participant first. */
export async function listUserIds(tx: Tx, at: ConversationRef): Promise<string[]> {
  const rows = await tx.rows<{ user_id: string }>(sql`
    select user_id from participants where app_id = ${at.appId} and conversation_id = ${at.conversationId} order by id`)
  return rows.map(row => row.user_id)
}

/** The conversations of a user, oldest first. */
export async function listConversationIds(tx: Tx, appId: string, userId: string): Promise<string[]> {
  const rows = await tx.rows<{ conversation_id: string }>(sql`
    select conversation_id from participants where app_id = ${appId} and user_id = ${userId} order by conversation_id`)
  return rows.map(row => row.conversation_id)
}

/** Everything that was written so far is read; `last_read` is the time of the newest message, if there is one. */
export async function markRead(tx: Tx, { appId, id }: Participant): Promise<void> {
  await tx.run(sql`
    update participants p
    set read_seq = c.seq, read_total = c.message_total,
        last_read = coalesce(
          (select m.received from messages m
           where m.app_id = c.app_id and m.conversation_id = c.id order by m.seq desc limit 1), p.last_read)
    from conversations c
    where p.app_id = ${appId} and p.id = ${id} and c.app_id = p.app_id and c.id = p.conversation_id`)
}

/** The newest so many messages are unread, and all before them are read. */
export async function setUnread(tx: Tx, { appId, id }: Participant, unread: number): Promise<void> {
  await tx.run(sql`
    update participants p
    set read_total = c.message_total - ${unread}, read_seq = coalesce(r.seq, 0), last_read = r.received
    from conversations c
    left join lateral (
      select m.seq, m.received from messages m
      where m.app_id = c.app_id and m.conversation_id = c.id order by m.seq desc offset ${unread} limit 1) r on true
    where p.app_id = ${appId} and p.id = ${id} and c.app_id = p.app_id and c.id = p.conversation_id`)
}

/** What nobody can read any more is not unread: one message at a place, or all. */
export async function forgetUnread(tx: Tx, at: ConversationRef, seq: number | 'all'): Promise<void> {
  await tx.run(
    seq === 'all'
      ? sql`
        update participants p set read_total = c.message_total from conversations c
        where p.app_id = ${at.appId} and p.conversation_id = ${at.conversationId}
          and c.app_id = p.app_id and c.id = p.conversation_id`
      : sql`
        update participants set read_total = read_total + 1
        where app_id = ${at.appId} and conversation_id = ${at.conversationId} and read_seq < ${seq}`,
  )
}

export async function associate(
  tx: Tx,
  one: { readonly appId: string; readonly participantId: string; readonly clientId: string; readonly at: Date },
): Promise<void> {
  await tx.run(sql`
    insert into client_associations (app_id, participant_id, client_id, used_at)
    values (${one.appId}, ${one.participantId}, ${one.clientId}, ${one.at})
    on conflict (app_id, participant_id, client_id) do update set used_at = excluded.used_at`)
}

/** What a client took part in, another one of the same user takes part in. */
export async function replaceAssociations(
  tx: Tx,
  { appId, id }: { readonly appId: string; readonly id: string },
  replacedId: string,
): Promise<void> {
  await tx.run(sql`
    insert into client_associations (app_id, participant_id, client_id, used_at)
    select app_id, participant_id, ${id}, used_at from client_associations
    where app_id = ${appId} and client_id = ${replacedId}
    on conflict (app_id, participant_id, client_id) do nothing`)
}

export async function dissociate(tx: Tx, appId: string, clientIds: readonly string[]): Promise<void> {
  await tx.run(sql`delete from client_associations where app_id = ${appId} and client_id = any(${clientIds})`)
}

export async function deleteParticipant(tx: Tx, { appId, id }: Participant): Promise<void> {
  await tx.run(sql`delete from client_associations where app_id = ${appId} and participant_id = ${id}`)
  await tx.run(sql`delete from participants where app_id = ${appId} and id = ${id}`)
}

export async function deleteParticipantsOf(tx: Tx, at: ConversationRef): Promise<void> {
  await tx.run(sql`
    delete from client_associations a using participants p
    where a.app_id = ${at.appId} and p.app_id = a.app_id and p.id = a.participant_id
      and p.conversation_id = ${at.conversationId}`)
  await tx.run(sql`
    delete from participants where app_id = ${at.appId} and conversation_id = ${at.conversationId}`)
}

export async function deleteParticipantsOfApp(tx: Tx, appId: string): Promise<void> {
  await tx.run(sql`delete from client_associations where app_id = ${appId}`)
  await tx.run(sql`delete from participants where app_id = ${appId}`)
}

/** Gives the place of a user to another one who has none there. */
export async function moveParticipant(tx: Tx, { appId, id }: Participant, userId: string): Promise<void> {
  await tx.run(sql`update participants set user_id = ${userId} where app_id = ${appId} and id = ${id}`)
}

const toParticipant = (row: Row): Participant => ({
  appId: row.app_id,
  id: row.id,
  conversationId: row.conversation_id,
  userId: row.user_id,
  userExternalId: row.external_id,
  unreadCount: Number(row.unread),
  lastRead: row.last_read,
  clients: row.clients ?? [],
})
