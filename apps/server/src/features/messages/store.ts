import sql from 'sql-template-tag'
import type { Tx } from '../../db/tx.ts'
import { type PageRequest, type Slice, slice } from '../../lib/page.ts'
import type { ConversationRef } from '../conversations/model.ts'
import { type Author, type Details, type Message, mediaUrlsOf } from './model.ts'

interface Row {
  readonly app_id: string
  readonly conversation_id: string
  readonly seq: string
  readonly id: string
  readonly received: Date
  readonly author_type: string
  readonly author_user_id: string | null
  readonly author: Omit<Author, 'type' | 'userId'>
  readonly content: Message['content']
  readonly source: Message['source']
  readonly details: Details | null
}

const COLUMNS = sql`
  app_id, conversation_id, seq, id, received, author_type, author_user_id, author, content, source, details`

/**
 * A page in the order of the conversation. Without a cursor it is the last one.
 * A cursor whose message is gone counts as the place its id has among the others.
 */
export async function listMessages(tx: Tx, at: ConversationRef, page: PageRequest): Promise<Slice<Message>> {
  const { after, before, size } = page
  const where = sql`app_id = ${at.appId} and conversation_id = ${at.conversationId}`
  if (after === undefined && before === undefined) {
    const rows = await tx.rows<Row>(
      sql`select ${COLUMNS} from messages where ${where} order by seq desc limit ${size + 1}`,
    )
    return slice({ ...page, before: '' }, rows.map(toMessage), false)
  }
  const cursor = await placeOf(tx, at, after ?? before ?? '')
  // What lies behind is ordered too, so that it is found at its place, whatever the planner thinks of how much there is.
  const [rows, behind] = await Promise.all(
    before === undefined
      ? [
          tx.rows<Row>(
            sql`select ${COLUMNS} from messages where ${where} and seq > ${cursor.upTo} order by seq limit ${size + 1}`,
          ),
          tx.rows(sql`select from messages where ${where} and seq <= ${cursor.upTo} order by seq desc limit 1`),
        ]
      : [
          tx.rows<Row>(
            sql`select ${COLUMNS} from messages where ${where} and seq < ${cursor.from} order by seq desc limit ${size + 1}`,
          ),
          tx.rows(sql`select from messages where ${where} and seq >= ${cursor.from} order by seq limit 1`),
        ],
  )
  return slice(page, rows.map(toMessage), behind.length > 0)
}

/** The places between which a cursor stands: of its message, or of the neighbours that its id would have. */
async function placeOf(tx: Tx, at: ConversationRef, id: string): Promise<{ upTo: string; from: string }> {
  const where = sql`app_id = ${at.appId} and conversation_id = ${at.conversationId}`
  const [row] = await tx.rows<{ own: string | null; below: string | null }>(sql`
    select (select seq from messages where ${where} and id = ${id}) as own,
           (select seq from messages where ${where} and id < ${id} order by id desc limit 1) as below`)
  if (row?.own != null) return { upTo: row.own, from: row.own }
  const upTo = row?.below ?? '-1'
  return { upTo, from: String(BigInt(upTo) + 1n) }
}

/** In the order of what was asked for, without those that are gone. */
export async function findMessages(tx: Tx, at: ConversationRef, ids: readonly string[]): Promise<Message[]> {
  const rows = await tx.rows<Row>(sql`
    select ${COLUMNS} from messages
    where app_id = ${at.appId} and conversation_id = ${at.conversationId} and id = any(${ids}) order by seq`)
  return rows.map(toMessage)
}

export async function updateContent(tx: Tx, { appId, conversationId, seq, content }: Message): Promise<void> {
  await tx.run(sql`
    update messages set content = ${JSON.stringify(content)}
    where app_id = ${appId} and conversation_id = ${conversationId} and seq = ${seq}`)
}

export async function deleteMessage(tx: Tx, at: ConversationRef, id: string): Promise<Message | undefined> {
  const [row] = await tx.rows<Row>(sql`
    delete from messages where app_id = ${at.appId} and conversation_id = ${at.conversationId} and id = ${id}
    returning ${COLUMNS}`)
  return row && toMessage(row)
}

/** How many messages there were, and the addresses of the files they showed. */
export async function deleteMessagesOf(
  tx: Tx,
  at: ConversationRef,
): Promise<{ count: number; mediaUrls: readonly string[] }> {
  await tx.run(sql`
    delete from posted_messages where app_id = ${at.appId} and conversation_id = ${at.conversationId}`)
  const [row] = await tx.rows<{ count: number; contents: Message['content'][] | null }>(sql`
    with gone as (
      delete from messages where app_id = ${at.appId} and conversation_id = ${at.conversationId} returning content)
    select count(*)::int as count,
           json_agg(content) filter (where content->>'mediaUrl' is not null or content->'items' is not null) as contents
    from gone`)
  return { count: row?.count ?? 0, mediaUrls: (row?.contents ?? []).flatMap(mediaUrlsOf) }
}

export async function deleteMessagesOfApp(tx: Tx, appId: string): Promise<void> {
  await tx.run(sql`delete from posted_messages where app_id = ${appId}`)
  await tx.run(sql`delete from messages where app_id = ${appId}`)
}

/** Forgets name and picture of a user in all that they wrote. */
export async function eraseAuthor(tx: Tx, appId: string, userId: string): Promise<void> {
  await tx.run(sql`
    update messages set author = (author::jsonb - 'displayName' - 'avatarUrl')::json
    where app_id = ${appId} and author_user_id = ${userId}`)
}

export async function moveAuthor(tx: Tx, appId: string, from: string, to: string): Promise<void> {
  await tx.run(sql`update messages set author_user_id = ${to} where app_id = ${appId} and author_user_id = ${from}`)
}

/**
 * Gives the messages of one conversation to another, all in the order in which they were received, behind every place
 * that was taken there. How many came, and the last place.
 */
export async function moveMessages(
  tx: Tx,
  appId: string,
  from: { readonly id: string },
  to: { readonly id: string; readonly seq: number },
): Promise<{ count: number; last: number }> {
  const count = await tx.run(sql`
    update messages set conversation_id = ${to.id}, seq = -seq where app_id = ${appId} and conversation_id = ${from.id}`)
  const [row] = await tx.rows<{ last: string | null }>(sql`
    with ordered as (
      select seq, row_number() over (order by received, abs(seq), seq) + ${to.seq} as place from messages
      where app_id = ${appId} and conversation_id = ${to.id}
    ), moved as (
      update messages m set seq = o.place from ordered o
      where m.app_id = ${appId} and m.conversation_id = ${to.id} and m.seq = o.seq returning m.seq)
    select max(seq) as last from moved`)
  return { count, last: Number(row?.last ?? to.seq) }
}

interface Posted {
  readonly bodyHash: Buffer
  readonly messageIds: readonly string[]
}

interface PostedAt extends ConversationRef {
  readonly key: string
}

/** Whether the key is new: not when a post of the last day has it. Waits for a post that is under way with the same key. */
export async function claimKey(
  tx: Tx,
  at: PostedAt,
  { bodyHash, messageIds }: Posted,
  times: { readonly now: Date; readonly forgotten: Date },
): Promise<boolean> {
  const made = await tx.run(sql`
    insert into posted_messages (app_id, conversation_id, key, body_hash, message_ids, created_at)
    values (${at.appId}, ${at.conversationId}, ${at.key}, ${bodyHash}, ${messageIds}, ${times.now})
    on conflict (app_id, conversation_id, key) do update
    set body_hash = excluded.body_hash, message_ids = excluded.message_ids, created_at = excluded.created_at
    where posted_messages.created_at <= ${times.forgotten}`)
  return made > 0
}

export async function findPosted(tx: Tx, at: PostedAt): Promise<Posted | undefined> {
  const [row] = await tx.rows<{ body_hash: Buffer; message_ids: string[] }>(sql`
    select body_hash, message_ids from posted_messages
    where app_id = ${at.appId} and conversation_id = ${at.conversationId} and key = ${at.key}`)
  return row && { bodyHash: row.body_hash, messageIds: row.message_ids }
}

export async function deletePostedBefore(tx: Tx, time: Date): Promise<void> {
  await tx.run(sql`delete from posted_messages where created_at <= ${time}`)
}

const toMessage = (row: Row): Message => ({
  appId: row.app_id,
  conversationId: row.conversation_id,
  seq: Number(row.seq),
  id: row.id,
  received: row.received,
  author: {
    // Written by this store alone, so the column holds what the model allows.
    type: row.author_type as Author['type'],
    ...(row.author_user_id === null ? {} : { userId: row.author_user_id }),
    ...row.author,
  },
  content: row.content,
  source: row.source,
  details: row.details ?? {},
})
