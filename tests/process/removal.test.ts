import { CreateApp, CreateConversation, CreateUser, DeleteUser, GetUser, PostMessage } from '@parhelion/contract'
import { ApiClient } from '@parhelion/testkit'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { runningConnection } from '../../apps/server/src/db/embedded/running.ts'
import { until } from './processes.ts'
import { kill, startServer, temporaryFolder } from './server.ts'

const key = { id: `act_${'5'.repeat(24)}`, secret: 's'.repeat(40) }
const env = { PARHELION_ACCOUNT_KEY_ID: key.id, PARHELION_ACCOUNT_SECRET: key.secret, PARHELION_DEMO: 'off' }

test('a removal that was accepted is finished by the next server when this one is killed in the middle', async () => {
  const dataDir = temporaryFolder()
  const first = startServer(dataDir, { env })
  const account = new ApiClient(await first.address(), key)
  const { body } = await account.call(CreateApp, { body: { displayName: 'Test' } })
  const params = { appId: body.app.id }
  const userId = (await account.call(CreateUser, { params, body: {} })).body.user.id
  const made = await account.call(CreateConversation, {
    params,
    body: { type: 'personal', participants: [{ userId }] },
  })
  const { id: conversationId } = made.body.conversation
  const message = { author: { type: 'user', userId }, content: { type: 'text', text: 'mine' } }
  await account.call(PostMessage, { params: { ...params, conversationId }, body: message })

  // The conversation is held, so that the removal can begin and not end.
  const holder = await connect(dataDir)
  await holder.query('begin')
  await holder.query('select from conversations where id = $1 for update', [conversationId])
  const at = { ...params, userIdOrExternalId: userId }
  expect(await account.call(DeleteUser, { params: at })).toMatchObject({ status: 200, body: {} })
  await until(async () => (await count(holder, 'select from pg_locks where not granted')) > 0)
  kill(first.pid, 'SIGKILL')
  await first.ended
  await holder.end().catch(() => undefined)

  const second = startServer(dataDir, { env })
  const again = new ApiClient(await second.address(), key)
  const database = await connect(dataDir)
  await until(async () => (await count(database, "select from events where type = 'user:remove'")) === 1)
  for (const table of ['users', 'conversations', 'messages', 'participants', 'jobs'])
    expect(await count(database, `select from ${table}`), table).toBe(0)
  await database.end()
  expect(await again.call(GetUser, { params: at })).toMatchObject({ status: 404 })
  kill(second.pid, 'SIGTERM')
  expect(await second.ended).toBe(0)
})

async function connect(dataDir: string): Promise<Client> {
  const client = new Client(await runningConnection(dataDir))
  // PostgreSQL is stopped under it.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function count(client: Client, query: string): Promise<number> {
  return (await client.query(query)).rowCount ?? 0
}
