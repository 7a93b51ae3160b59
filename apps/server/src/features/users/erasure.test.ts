import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import {
  CreateClient,
  CreateConversation,
  CreateIntegration,
  DeleteUser,
  DeleteUserPersonalInformation,
  ListMessages,
  MergeUsers,
  PostActivity,
  PostMessage,
  SimulateDevice,
  SimulateIdentity,
  SimulateMessage,
  SimulatePostback,
  UploadAttachment,
} from '@parhelion/contract'
import { expect, test, vi } from 'vitest'
import { byUser, eventsOf, makeAppOfMany, makeGroup, makePersonal, makeUser } from '../../testing/conversation.ts'
import { integrationSamples } from '../../testing/integration-samples.ts'
import { exportTables, waiting } from '../../testing/tables.ts'
import { testServer } from '../../testing/test-server.ts'

const server = await testServer()
const { pool } = server.database
const app = await makeAppOfMany(server.account)
const { appId, client } = app
const make = async (body: object) =>
  (await client.call(CreateIntegration, { params: { appId }, body })).body.integration.id
const [web, twilio] = [
  await make({ type: 'web' }),
  await make({ type: 'twilio', ...integrationSamples.twilio.required }),
]

/** Where a marker stands: tables by name, files by path, and the log. */
async function holding(marker: string): Promise<string[]> {
  const tables = [...(await exportTables(pool))].flatMap(([table, rows]) =>
    rows.filter(row => row.includes(marker)).map(row => `${table}: ${row}`),
  )
  const files = filesIn(server.dataDir).filter(file => file.includes(marker) || readFileSync(file).includes(marker))
  return [...tables, ...files, ...server.logged.filter(line => line.includes(marker))]
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesIn(path) : [path]
  })
}

async function heldBy(markers: readonly string[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const marker of markers) {
    const places = await holding(marker)
    if (places.length > 0) found[marker] = places
  }
  return found
}

/** A user of whom something is known in every place that knows of users; who they were before a merge included. */
async function plant(tag: string) {
  const number = tag === 'erased' ? '1' : '2'
  const marks = {
    personal: [] as string[],
    said: [] as string[],
    named: [] as string[],
  }
  const mark = (kind: keyof typeof marks, name: string): string => {
    const marker = `marker-${tag}-${name}`
    marks[kind].push(marker)
    return marker
  }
  const profile = (who: string) => ({
    givenName: mark('personal', `given-${who}`),
    surname: mark('personal', `surname-${who}`),
    email: `${mark('personal', `mail-${who}`)}@example.com`,
    avatarUrl: `https://example.com/${mark('personal', `picture-${who}`)}`,
    locale: mark('personal', `locale-${who}`),
  })
  const metadata = (who: string) => ({ [mark('personal', `key-${who}`)]: mark('personal', `value-${who}`) })
  const userId = await makeUser(app, { profile: profile('one'), metadata: metadata('one') })
  const former = await makeUser(app, {
    externalId: mark('named', 'external'),
    profile: profile('two'),
    metadata: { ...metadata('two'), big: mark('personal', 'big').padEnd(4000, '.') },
  })
  const params = { appId }
  for (const user of [userId, former]) {
    const { conversationId } = await makePersonal(app, user)
    const at = { appId, conversationId }
    const author = { ...byUser(user, '').author, displayName: mark('personal', `shown-${user}`) }
    const content = { type: 'text', text: mark('said', `text-${user}`) }
    await client.call(PostMessage, { params: at, body: { author, content } })
    await client.call(PostMessage, {
      params: at,
      body: { author: { type: 'business' }, content: { type: 'text', text: mark('said', `answer-${user}`) } },
    })
    await client.call(SimulatePostback, {
      params,
      body: { userId: user, conversationId, integrationId: web, payload: mark('said', `payload-${user}`) },
    })
    await client.call(SimulateIdentity, {
      params,
      body: { userId: user, type: 'email', value: `${mark('named', `identity-${user}`)}@example.com` },
    })
    await client.call(SimulateDevice, {
      params,
      body: {
        userId: user,
        integrationId: web,
        type: 'web',
        guid: user,
        info: { page: mark('personal', `page-${user}`) },
      },
    })
    await client.call(SimulateMessage, {
      params,
      body: { integrationId: web, userId: user, content: { type: 'text', text: mark('said', `sent-${user}`) } },
    })
    const phoneNumber = `+1514555${number}${user === userId ? '1' : '2'}99`
    marks.personal.push(phoneNumber)
    await client.call(CreateClient, {
      params: { appId, userIdOrExternalId: user },
      body: {
        matchCriteria: { type: 'twilio', integrationId: twilio, phoneNumber },
        confirmation: {
          type: 'userActivity',
          message: {
            author: { type: 'business' },
            content: { type: 'text', text: mark('personal', `please-${user}`) },
          },
        },
        target: { conversationId },
      },
    })
    const file = await client.call(UploadAttachment, {
      params,
      query: `access=public&for=message&conversationId=${conversationId}`,
      body: { source: new File([mark('said', `bytes-${user}`)], `${mark('said', `file-${user}`)}.txt`) },
    })
    await client.call(PostMessage, {
      params: at,
      body: { ...byUser(user, ''), content: { type: 'file', mediaUrl: file.body.attachment.mediaUrl } },
    })
  }
  const merged = await client.call(MergeUsers, {
    params: { appId, userIdOrExternalId: userId },
    body: { discarded: { userId: former } },
  })
  expect(merged.status).toBe(200)
  const all = Object.values(marks).flat()
  expect(all.length).toBeGreaterThan(20)
  return { userId, marks, all }
}

test('erasure leaves no trace of who somebody is, or was before a merge, and keeps what was said', async () => {
  const { userId, marks, all } = await plant('erased')
  expect(Object.keys(await heldBy(all)).length).toBeGreaterThan(all.length - 3)
  const erased = await client.call(DeleteUserPersonalInformation, { params: { appId, userIdOrExternalId: userId } })
  expect(erased.body.user).toMatchObject({ profile: {}, metadata: {} })
  expect(await heldBy(marks.personal)).toEqual({})
  expect(Object.keys(await heldBy(marks.said))).toEqual(marks.said)
})

test('a user who is removed leaves no trace at all, but in the event that tells of it', async () => {
  const { userId, all } = await plant('removed')
  const group = await makeGroup(app, [userId])
  await client.call(PostMessage, { params: group, body: byUser(userId, 'said to all') })
  await client.call(DeleteUser, { params: { appId, userIdOrExternalId: userId } })
  await vi.waitFor(async () => {
    const removed = (await eventsOf(pool, appId)).filter(({ type }) => type === 'user:remove')
    expect(removed.map(({ payload }) => (payload.user as { id: string }).id)).toContain(userId)
  }, 60_000)
  await vi.waitFor(async () => expect(await heldBy(all)).toEqual({}), 60_000)
  const { messages } = (await client.call(ListMessages, { params: group })).body
  expect(messages.map(({ content }) => content.text)).toEqual(['said to all'])
})

test.each([
  [
    'a conversation that is made',
    async (userId: string) => () =>
      client.call(CreateConversation, { params: { appId }, body: { type: 'personal', participants: [{ userId }] } }),
  ],
  [
    'reading',
    async (userId: string) => {
      const group = await makeGroup(app, [userId])
      const body = { author: { type: 'user', userId }, type: 'conversation:read' }
      return () => client.call(PostActivity, { params: group, body })
    },
  ],
])('%s while a user is erased tells nothing of who they were', async (_, prepare) => {
  const marker = 'marker-meanwhile'
  const userId = await makeUser(app, { profile: { givenName: marker } })
  const act = await prepare(userId)
  const holder = await pool.connect()
  try {
    await holder.query('begin')
    await holder.query("update users set profile = '{}' where app_id = $1 and id = $2", [appId, userId])
    const acted = act()
    await vi.waitFor(async () => expect(await waiting(pool)).toBe(1), 60_000)
    await holder.query('commit')
    expect((await acted).status).toBeLessThan(300)
  } finally {
    holder.release()
  }
  expect(await holding(marker)).toEqual([])
})
