import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { answerJobs } from './job.ts'

export interface Inserts {
  readonly what: 'key' | 'message'
  readonly connection: pg.ClientConfig
  readonly connections: number
  /** Where the keys go, one each, from first to last. */
  readonly places: readonly Place[]
}

export interface Place {
  readonly appId: string
  /** Of a key. */
  readonly integrationId?: string
  /** Of a message. */
  readonly conversationId?: string
}

export interface InsertsResult {
  readonly perSecond: number
}

const CLIENTS = 64

let clients: pg.Client[] | undefined
let keys = 0

/** Baseline of writes: what creating a key, or posting a message, asks of the database, and nothing else; as prepared statements, which is how the server sends them. */
async function insert({ what, connection, connections, places }: Inserts): Promise<InsertsResult> {
  clients ??= await open(connection, CLIENTS)
  const left = places.values()
  const insertOne = what === 'key' ? insertKey : insertMessage
  const start = performance.now()
  await Promise.all(
    clients.slice(0, connections).map(async client => {
      for (const place of left) await insertOne(client, place)
    }),
  )
  return { perSecond: places.length / ((performance.now() - start) / 1000) }
}

async function open(connection: pg.ClientConfig, connections: number): Promise<pg.Client[]> {
  const opened = Array.from({ length: connections }, () => new pg.Client(connection))
  await Promise.all(opened.map(client => client.connect()))
  const { rows } = await (opened[0] as pg.Client).query(
    "select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit",
  )
  if (rows[0].fsync !== 'on' || rows[0].commit !== 'on') throw new Error('The database does not write durably')
  return opened
}

// As long as what the server stores: a secret of 86 characters with nonce and tag, sealed.
const SEALED = `v1.00000000.${randomBytes(114).toString('base64url')}`

async function insertKey(client: pg.Client, { appId, integrationId }: Place): Promise<void> {
  const keyId = `int_${(++keys).toString(16).padStart(24, '0')}`
  await client.query('begin')
  await client.query({
    name: 'lock',
    text: `select app_id, id, type, status, display_name, show_ai_disclaimer, settings, secrets_sealed, created_at
           from integrations where app_id = $1 and id = $2 for update`,
    values: [appId, integrationId],
  })
  await client.query({
    name: 'count',
    text: 'select count(*)::int as count from integration_keys where app_id = $1 and integration_id = $2',
    values: [appId, integrationId],
  })
  await client.query({
    name: 'index',
    text: 'insert into key_index (key_id, app_id) values ($1, $2)',
    values: [keyId, appId],
  })
  await client.query({
    name: 'key',
    text: `insert into integration_keys (app_id, integration_id, id, display_name, secret_sealed, created_at)
           values ($1, $2, $3, $4, $5, $6)`,
    values: [appId, integrationId, keyId, 'A key of the bench', SEALED, new Date()],
  })
  await client.query('commit')
}

const MESSAGE = JSON.stringify({ type: 'text', text: 'A message of the bench' })
const TOLD = JSON.stringify({ author: { type: 'business' }, content: { type: 'text', text: 'A message of the bench' } })

/** Counters, message and event in one statement, as short as they can be. */
async function insertMessage(client: pg.Client, { appId, conversationId }: Place): Promise<void> {
  const id = `b${(++keys).toString(16).padStart(23, '0')}`
  await client.query({
    name: 'message',
    text: `with c as (
             update conversations set seq = seq + 1, message_count = message_count + 1, message_total = message_total + 1,
                    last_updated_at = greatest(last_updated_at, $4)
             where app_id = $1 and id = $2 and message_count < 30000 returning seq, last_updated_at
           ), m as (
             insert into messages (app_id, conversation_id, seq, id, received, author_type, author, content, source)
             select $1, $2, c.seq, $3, c.last_updated_at, 'business', '{}', $5, '{"type":"api:conversations"}' from c
           )
           insert into events (app_id, id, lane, type, user_ids, payload, created_at, conversation_id, seq)
           select $1, $3, 1, 'conversation:message', '{}', $6, c.last_updated_at, $2, c.seq from c`,
    values: [appId, conversationId, id, new Date(), MESSAGE, TOLD],
  })
}

answerJobs(insert)
