import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  CreateConversation,
  CreateIntegration,
  CreateUser,
  DeleteApp,
  DeleteUser,
  GetApp,
  GetConversation,
  GetUser,
  JoinConversation,
  ListAppKeys,
  ListIntegrations,
  ListMessages,
  ListSwitchboards,
  ListWebhooks,
  PostActivity,
  PostMessage,
  ResetApp,
  SimulateMessage,
  UploadAttachment,
} from '@parhelion/contract'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { byBusiness, byUser, makeAppOfMany, makeUser } from '../../testing/conversation.ts'
import { refused } from '../../testing/refused.ts'
import { rowCounts } from '../../testing/tables.ts'
import { makeTenant } from '../../testing/tenant.ts'
import { testServer } from '../../testing/test-server.ts'

const server = await testServer()
const { account, database } = server
const reset = (appId: string, as = account) => as.call(ResetApp, { params: { appId } })

/** What people wrote and who they are; every other table holds what was set up. */
const EMPTIED = [
  'attachments',
  'client_associations',
  'clients',
  'conversations',
  'deliveries',
  'devices',
  'events',
  'messages',
  'participants',
  'posted_messages',
  'users',
]

async function rowsOf(appId: string): Promise<Record<string, number>> {
  const { rows } = await database.pool.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'app_id'
     where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace`,
  )
  const counts: Record<string, number> = {}
  for (const { name } of rows) {
    const { rowCount } = await database.pool.query(`select from ${name} where app_id = $1`, [appId])
    counts[name] = rowCount ?? 0
  }
  return counts
}

/** Rows of an app that belong to something that is no more. */
async function orphans(): Promise<Record<string, number>> {
  const queries = {
    messages: '(app_id, conversation_id) not in (select app_id, id from conversations)',
    posted_messages: '(app_id, conversation_id) not in (select app_id, id from conversations)',
    events: 'app_id not in (select id from apps)',
    'conversations without anybody': `not exists (select from participants p where (p.app_id, p.conversation_id) = (t.app_id, t.id))`,
  }
  const found: Record<string, number> = {}
  for (const [name, condition] of Object.entries(queries)) {
    const { rowCount } = await database.pool.query(`select from ${name.split(' ')[0]} t where ${condition}`)
    if (rowCount !== 0) found[name] = rowCount ?? -1
  }
  return found
}

describe('resetting an app', () => {
  test('takes users, conversations, messages, attachments and events, and leaves everything that was set up', async () => {
    const tenant = await makeTenant(account)
    const { appId } = tenant
    const before = await rowsOf(appId)
    for (const table of ['users', 'conversations', 'messages', 'participants', 'clients', 'events', 'attachments'])
      expect([table, before[table]]).not.toEqual([table, 0])
    expect(await reset(appId)).toMatchObject({ status: 200, body: {} })
    const after = await rowsOf(appId)
    for (const [table, count] of Object.entries(before)) {
      if (table === 'jobs') continue
      expect([table, after[table]]).toEqual([table, EMPTIED.includes(table) ? 0 : count])
    }
  })

  test('leaves keys that work, integrations, webhooks and switchboards', async () => {
    const tenant = await makeTenant(account)
    const client = account.as(tenant.appKey)
    const params = { appId: tenant.appId, integrationId: tenant.integrationId }
    const seen = async () => [
      (await client.call(GetApp, { params })).body,
      (await client.call(ListIntegrations, { params })).body,
      (await client.call(ListWebhooks, { params })).body,
      (await client.call(ListSwitchboards, { params })).body,
      (await account.call(ListAppKeys, { params })).body,
    ]
    const before = await seen()
    expect((await reset(tenant.appId, client)).status).toBe(200)
    expect(await seen()).toEqual(before)
  })

  test('lets what was there be made again, under the same external ids and keys of posts', async () => {
    const { appId, client } = await makeAppOfMany(account)
    for (let round = 0; round < 2; round++) {
      const userId = await makeUser({ appId, client }, { externalId: 'steve' })
      const made = await client.call(CreateConversation, {
        params: { appId },
        body: { type: 'personal', participants: [{ userId }] },
      })
      expect(made.body.conversation.isDefault).toBe(true)
      const params = { appId, conversationId: made.body.conversation.id }
      const headers = { 'idempotency-key': 'once' }
      expect((await client.call(PostMessage, { params, body: byBusiness(`Hello ${round}`), headers })).status).toBe(201)
      expect((await client.call(ListMessages, { params })).body.messages).toHaveLength(1)
      await reset(appId)
      for (const [operation, of] of [
        [GetUser, { appId, userIdOrExternalId: 'steve' }],
        [GetConversation, params],
      ] as const)
        expect((await client.call(operation, { params: of })).status).toBe(404)
    }
  })

  test('removes the files of attachments, and nobody else’s', async () => {
    const [mine, other] = [await makeAppOfMany(account), await makeAppOfMany(account)]
    const keep = async ({ appId, client }: typeof mine) => {
      const body = { source: new File(['text'], 'a.txt') }
      const answer = await client.call(UploadAttachment, { params: { appId }, query: 'access=public', body })
      return answer.body.attachment.mediaUrl
    }
    const [ours, theirs] = [await keep(mine), await keep(other)]
    await reset(mine.appId)
    expect((await fetch(ours)).status).toBe(404)
    const nameOf = (url: string) => url.split('/').at(-2) ?? ''
    const there = async () => (await readdir(join(server.dataDir, 'attachments'), { recursive: true })).join('\n')
    await vi.waitFor(async () => expect(await there()).not.toContain(nameOf(ours)), 60_000)
    expect(await (await fetch(theirs)).text()).toBe('text')
  })

  test('touches no other app', async () => {
    const [mine, other] = [await makeTenant(account), await makeTenant(account)]
    const before = await rowsOf(other.appId)
    await reset(mine.appId)
    expect(await rowsOf(other.appId)).toEqual(before)
    expect(await reset(other.appId, account.as(mine.appKey))).toMatchObject(refused(403, 'forbidden'))
    expect(await rowsOf(other.appId)).toEqual(before)
  })

  test('is not for a key of an integration, and not for an app that does not exist', async () => {
    const { appId, integrationKey } = await makeTenant(account)
    const before = await rowCounts(database.pool)
    expect(await reset(appId, account.as(integrationKey))).toMatchObject(refused(403, 'forbidden'))
    expect(await reset('0'.repeat(24))).toMatchObject(refused(404, 'app_not_found'))
    expect(await rowCounts(database.pool)).toEqual(before)
  })

  test('does nothing to an app that is empty', async () => {
    const { appId } = await makeAppOfMany(account)
    for (let times = 0; times < 2; times++) expect((await reset(appId)).status).toBe(200)
  })

  test('is not offered in production', async () => {
    const production = await testServer({ beside: server, config: { mode: 'production' } })
    const { appId } = await makeAppOfMany(account)
    expect(await reset(appId, production.account)).toMatchObject(refused(404, 'not_found'))
  })
})

/** Writes in every way that reaches several tables, until it is told to stop. Statuses of what was answered. */
async function write(app: Awaited<ReturnType<typeof makeAppOfMany>>, webId: string, stop: AbortSignal) {
  const { appId, client } = app
  const statuses = new Set<number>()
  const call = async (...of: Parameters<typeof client.call>) => {
    const answer = await client.call(...of)
    statuses.add(answer.status)
    return answer.body as Record<string, { id: string }>
  }
  for (let turn = 0; !stop.aborted; turn++) {
    const { user } = await call(CreateUser, { params: { appId }, body: {} })
    const { user: second } = await call(CreateUser, { params: { appId }, body: {} })
    const participants = [{ userId: user?.id, subscribeSDKClient: true }]
    const made = await call(CreateConversation, { params: { appId }, body: { type: 'sdkGroup', participants } })
    const params = { appId, conversationId: made.conversation?.id ?? 'gone' }
    await Promise.all([
      call(PostMessage, { params, body: byBusiness('Hello') }),
      call(PostMessage, { params, body: byUser(user?.id ?? '', 'Hi'), headers: { 'idempotency-key': `${turn}` } }),
      call(JoinConversation, { params, body: { userId: second?.id, subscribeSDKClient: true } }),
      call(PostActivity, {
        params,
        body: { author: { type: 'user', userId: user?.id }, type: 'conversation:read' },
      }),
      call(SimulateMessage, {
        params: { appId },
        body: { integrationId: webId, externalId: `${turn}`, content: { type: 'text', text: 'Hello' } },
      }),
      call(UploadAttachment, { params: { appId }, query: 'access=public', body: { source: new File(['x'], 'a.txt') } }),
      call(DeleteUser, { params: { appId, userIdOrExternalId: second?.id ?? 'gone' } }),
    ])
  }
  return statuses
}

describe('while eight write to the app', () => {
  test.each([
    ['resets leave', ResetApp, 4],
    ['the removal of the app leaves', DeleteApp, 1],
  ] as const)('%s nothing half-made behind', async (_, operation, times) => {
    const app = await makeAppOfMany(account)
    const web = await app.client.call(CreateIntegration, { params: { appId: app.appId }, body: { type: 'web' } })
    const integrationId = web.body.integration.id
    const stop = new AbortController()
    onTestFinished(() => stop.abort())
    const writing = Array.from({ length: 8 }, () => write(app, integrationId, stop.signal))
    for (let time = 0; time < times; time++) {
      await vi.waitUntil(async () => ((await rowsOf(app.appId)).messages ?? 0) > 20, { timeout: 60_000 })
      expect((await account.call(operation, { params: { appId: app.appId } })).status).toBe(200)
    }
    stop.abort()
    const statuses = new Set((await Promise.all(writing)).flatMap(seen => [...seen]))
    expect([...statuses].filter(status => ![200, 201, 400, 401, 404, 503].includes(status))).toEqual([])
    await vi.waitUntil(async () => (await rowsOf(app.appId)).jobs === 0, { timeout: 60_000 })
    expect(await orphans()).toEqual({})
    if (operation === DeleteApp) expect(new Set(Object.values(await rowsOf(app.appId)))).toEqual(new Set([0]))
  })
})
