import sql from 'sql-template-tag'
import type { Tx } from '../../db/tx.ts'
import type { Attachment } from './model.ts'

interface Row {
  readonly app_id: string
  readonly id: string
  readonly file_name: string
  readonly media_type: string
  readonly media_size: string
  readonly for_message: boolean
  readonly conversation_id: string | null
  readonly created_at: Date
}

const COLUMNS = sql`app_id, id, file_name, media_type, media_size, for_message, conversation_id, created_at`

export async function insertAttachment(tx: Tx, one: Attachment): Promise<void> {
  await tx.run(sql`
    insert into attachments (${COLUMNS})
    values (${one.appId}, ${one.id}, ${one.fileName}, ${one.mediaType}, ${one.mediaSize}, ${one.forMessage},
            ${one.conversationId}, ${one.createdAt})`)
}

/** Of whichever app: who reads a file has nothing to show but its secret name. */
export async function findAnywhere(tx: Tx, id: string): Promise<Attachment | undefined> {
  const [row] = await tx.rows<Row>(sql`select ${COLUMNS} from attachments where id = ${id}`)
  return row && toAttachment(row)
}

export async function findAttachment(tx: Tx, appId: string, id: string): Promise<Attachment | undefined> {
  const [row] = await tx.rows<Row>(sql`select ${COLUMNS} from attachments where app_id = ${appId} and id = ${id}`)
  return row && toAttachment(row)
}

export async function moveAttachments(tx: Tx, appId: string, from: string, to: string): Promise<void> {
  await tx.run(sql`
    update attachments set conversation_id = ${to} where app_id = ${appId} and conversation_id = ${from}`)
}

/** The ids of those that there were. */
export async function deleteAttachments(
  tx: Tx,
  appId: string,
  ids: readonly string[],
  which: 'all' | 'for message',
): Promise<string[]> {
  const kept = which === 'all' ? sql`true` : sql`for_message`
  return idsOf(tx, sql`app_id = ${appId} and id = any(${ids}) and ${kept}`)
}

export async function deleteOfConversation(tx: Tx, appId: string, conversationId: string): Promise<string[]> {
  return idsOf(tx, sql`app_id = ${appId} and conversation_id = ${conversationId} and for_message`)
}

export async function deleteOfApp(tx: Tx, appId: string): Promise<string[]> {
  return idsOf(tx, sql`app_id = ${appId}`)
}

async function idsOf(tx: Tx, where: ReturnType<typeof sql>): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`delete from attachments where ${where} returning id`)
  return rows.map(row => row.id)
}

/** Those of the ids that a row names. */
export async function named(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ id: string }>(sql`select id from attachments where id = any(${ids})`)
  return new Set(rows.map(row => row.id))
}

const toAttachment = (row: Row): Attachment => ({
  appId: row.app_id,
  id: row.id,
  fileName: row.file_name,
  mediaType: row.media_type,
  mediaSize: Number(row.media_size),
  forMessage: row.for_message,
  conversationId: row.conversation_id,
  createdAt: row.created_at,
})
