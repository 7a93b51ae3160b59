import { Client, type ClientConfig } from 'pg'
import { compare } from './compare.ts'
import { makeConversations, type Place } from './messages.ts'
import type { Server, Worker } from './processes.ts'
import type { Figure } from './table.ts'
import type { Load, LoadResult } from './workers/loader.ts'

const STORED = 1_000_000
const LOADS = [
  { connections: 16, count: 1500 },
  { connections: 64, count: 3000 },
] as const

/**
 * Text messages posted to a server that holds a million of them, against one that holds none. Two servers, since what
 * else the machine does changes while a million is written.
 */
export async function million(
  empty: Server,
  full: Server,
  loader: Worker<Load, LoadResult>,
  connection: ClientConfig,
): Promise<Figure[]> {
  const [few, many] = [await makeConversations(empty), await makeConversations(full)]
  const stored = await store(connection, many.places)
  const figures: Figure[] = [{ name: 'messages stored, with their events', value: stored, unit: 'rows' }]
  for (const { connections, count } of LOADS) {
    const post = async (server: Server, requests: readonly string[]): Promise<number> =>
      (await loader.do({ port: server.port, connections, requests, count, status: 201 })).perSecond
    figures.push(
      await compare(
        `POST message, ${connections} connections, a million stored / none`,
        0.9,
        () => post(empty, few.requests),
        () => post(full, many.requests),
        2,
      ),
    )
  }
  return figures
}

/** Writes a million messages and their events, evenly over the conversations; how many there are then. */
async function store(connection: ClientConfig, places: readonly Place[]): Promise<number> {
  const client = new Client(connection)
  await client.connect()
  try {
    const each = Math.ceil(STORED / places.length)
    for (const [index, { appId, conversationId }] of places.entries())
      await client.query(ROWS, [appId, conversationId, each, index * each])
    // As they would be by now, had the rows come one after the other.
    await client.query('vacuum (analyze) messages')
    await client.query('vacuum (analyze) events')
    await client.query('checkpoint')
    const { rows } = await client.query<{ count: number }>('select count(*)::int as count from messages')
    return rows[0]?.count ?? 0
  } finally {
    await client.end()
  }
}

const ROWS = `
  with c as (
    update conversations set seq = seq + $3, message_count = message_count + $3, message_total = message_total + $3
    where app_id = $1 and id = $2 returning *
  ), m as (
    insert into messages (app_id, conversation_id, seq, id, received, author_type, author, content, source)
    select $1, $2, c.seq - $3 + n, lpad(to_hex($4::int + n), 24, '0'), c.created_at, 'business', '{}',
           '{"type":"text","text":"A message of the bench"}', '{"type":"api:conversations"}'
    from c, generate_series(1, $3::int) n
  )
  insert into events (app_id, id, lane, type, user_ids, payload, created_at, conversation_id, seq)
  select $1, lpad(to_hex($4::int + n), 24, '0'), n % 64, 'conversation:message', '{}',
         '{"conversation":{"id":"' || $2 || '","type":"sdkGroup"},"message":{"content":{"type":"text","text":"A message of the bench"}}}',
         c.created_at, $2, c.seq - $3 + n
  from c, generate_series(1, $3::int) n`
