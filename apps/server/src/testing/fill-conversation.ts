import type { ClientBase, Pool } from 'pg'

/** Puts so many messages of the business into a conversation that has none, as if they had been posted one after the other. */
export async function fillConversation(
  database: Pool | ClientBase,
  at: { readonly appId: string; readonly conversationId: string },
  count: number,
): Promise<void> {
  const values = [at.appId, at.conversationId, count]
  await database.query(
    `insert into messages (app_id, conversation_id, seq, id, received, author_type, author, content, source)
     select $1, $2, c.seq + n, lpad(to_hex(n), 24, '0'), c.created_at, 'business', '{}',
            json_build_object('type', 'text', 'text', 'Message ' || n), '{"type":"api:conversations"}'
     from conversations c, generate_series(1, $3::int) n where c.app_id = $1 and c.id = $2`,
    values,
  )
  await database.query(
    `update conversations set seq = seq + $3, message_count = message_count + $3, message_total = message_total + $3
     where app_id = $1 and id = $2`,
    values,
  )
  await database.query('analyze messages')
}
