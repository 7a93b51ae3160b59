import { DeleteAllMessages, DeleteConversation, PostMessage } from '@parhelion/contract'
import { describe, expect, test, vi } from 'vitest'
import {
  byBusiness,
  byUser,
  eventsOf,
  makeAppOfMany,
  makeGroup,
  makeUser,
  postText,
  textsOf,
} from '../../testing/conversation.ts'
import { movableClock } from '../../testing/movable-clock.ts'
import { refused } from '../../testing/refused.ts'
import { waiting } from '../../testing/tables.ts'
import { testServer } from '../../testing/test-server.ts'

const LIMIT = 60
const clock = movableClock()
const server = await testServer({ clock, config: { maxConversationMessages: LIMIT } })
const { pool } = server.database
const app = await makeAppOfMany(server.account)
const { appId, client } = app

const post = (conversationId: string, text: string) =>
  client.call(PostMessage, { params: { appId, conversationId }, body: byBusiness(text) })

test('fifty posts at once near the limit fill the conversation exactly, and the rest is told', async () => {
  const { conversationId } = await makeGroup(app, [])
  for (let index = 0; index < LIMIT - 10; index++) await postText(client, { appId, conversationId }, String(index))
  const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => post(conversationId, `new ${index}`)))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(10)
  expect(answers.find(({ status }) => status !== 201)).toMatchObject(
    refused(423, 'locked', `Message limit of ${LIMIT} per conversation reached.`),
  )
  expect(await textsOf(client, { appId, conversationId })).toHaveLength(LIMIT)
  const events = await eventsOf(pool, appId, conversationId)
  expect(events.filter(({ type }) => type === 'conversation:message')).toHaveLength(LIMIT)
})

test('a full conversation takes messages again once some are deleted', async () => {
  const { conversationId } = await makeGroup(app, [])
  const params = { appId, conversationId }
  await Promise.all(Array.from({ length: LIMIT }, (_, index) => post(conversationId, String(index))))
  expect((await post(conversationId, 'too many')).status).toBe(423)
  await client.call(DeleteAllMessages, { params })
  expect((await post(conversationId, 'again')).status).toBe(201)
})

describe('many posts at once', () => {
  test('each get a place of their own, in the order of their times, and events in the same order', async () => {
    const groups = await Promise.all(Array.from({ length: 5 }, () => makeGroup(app, [])))
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) => post(groups[index % 5]?.conversationId ?? '', `text ${index}`)),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
    for (const { conversationId } of groups) {
      const { rows } = await pool.query(
        'select seq, received, id from messages where app_id = $1 and conversation_id = $2 order by seq',
        [appId, conversationId],
      )
      expect(rows.map(row => Number(row.seq))).toEqual(Array.from({ length: 40 }, (_, index) => index + 2))
      const times = rows.map(row => row.received.getTime())
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      const told = (await eventsOf(pool, appId, conversationId)).slice(1)
      expect(told.map(({ payload }) => (payload.message as { id: string }).id)).toEqual(rows.map(row => row.id))
    }
  })

  test('fail for themselves: what has no conversation hurts no other', async () => {
    const { conversationId } = await makeGroup(app, [])
    const gone = await makeGroup(app, [])
    await client.call(DeleteConversation, { params: { appId, conversationId: gone.conversationId } })
    const ids = Array.from({ length: 30 }, (_, index) => (index % 3 === 0 ? gone.conversationId : conversationId))
    const answers = await Promise.all(ids.map(id => post(id, 'x')))
    expect(answers.map(({ status }) => status)).toEqual(ids.map(id => (id === conversationId ? 201 : 404)))
    expect(await textsOf(client, { appId, conversationId })).toHaveLength(20)
  })

  test('of two apps do not mix', async () => {
    const other = await makeAppOfMany(server.account)
    const [ours, theirs] = [await makeGroup(app, []), await makeGroup(other, [])]
    await Promise.all([
      ...Array.from({ length: 20 }, () => post(ours.conversationId, 'ours')),
      ...Array.from({ length: 20 }, () => postText(other.client, theirs, 'theirs')),
    ])
    expect(new Set(await textsOf(client, ours))).toEqual(new Set(['ours']))
    expect(new Set(await textsOf(other.client, theirs))).toEqual(new Set(['theirs']))
  })
})

test('two processes on one database keep one order', async () => {
  const beside = await testServer({ beside: server, clock, config: { maxConversationMessages: LIMIT } })
  const { conversationId } = await makeGroup(app, [])
  const second = beside.account
  await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      (index % 2 === 0 ? client : second).call(PostMessage, {
        params: { appId, conversationId },
        body: byBusiness('x'),
      }),
    ),
  )
  const { rows } = await pool.query(
    'select seq from messages where app_id = $1 and conversation_id = $2 order by seq',
    [appId, conversationId],
  )
  expect(rows.map(row => Number(row.seq))).toEqual(Array.from({ length: 50 }, (_, index) => index + 2))
})

test('a conversation whose id has line breaks is missing, and those posted with it are not', async () => {
  const { conversationId } = await makeGroup(app, [])
  const ids = [conversationId, `${conversationId}\n${conversationId}`, '\n', conversationId]
  const answers = await Promise.all(
    ids.map(id => client.call(PostMessage, { params: { appId, conversationId: id }, body: byBusiness('a\nb') })),
  )
  expect(answers.map(({ status }) => status)).toEqual([201, 404, 404, 201])
})

test('a clock that goes back does not take the conversation with it', async () => {
  const { conversationId } = await makeGroup(app, [])
  const params = { appId, conversationId }
  clock.forward(60_000)
  const first = await client.call(PostMessage, { params, body: byBusiness('a') })
  clock.forward(-60_000)
  const second = await client.call(PostMessage, { params, body: byBusiness('b') })
  expect(second.body.messages[0]?.received).toBe(first.body.messages[0]?.received)
})

test('a key is good for a day', async () => {
  const { conversationId } = await makeGroup(app, [])
  const params = { appId, conversationId }
  const once = () =>
    client.call(PostMessage, { params, body: byBusiness('x'), headers: { 'idempotency-key': 'daily' } })
  const [first, second] = [await once(), await once()]
  expect(second.body).toEqual(first.body)
  clock.forward(24 * 60 * 60 * 1000)
  const third = await once()
  expect(third.body.messages[0]?.id).not.toBe(first.body.messages[0]?.id)
  clock.forward(-24 * 60 * 60 * 1000)
})

test.each([
  ['left', 'delete from participants where app_id = $1 and conversation_id = $2'],
  ['became another one', 'update participants set user_id = $3 where app_id = $1 and conversation_id = $2'],
])('a user who %s while the post waited does not write any more', async (_, change) => {
  const [userId, other] = [await makeUser(app), await makeUser(app)]
  const { conversationId } = await makeGroup(app, [userId])
  const holder = await pool.connect()
  try {
    await holder.query('begin')
    await holder.query('select from conversations where app_id = $1 and id = $2 for update', [appId, conversationId])
    const posted = client.call(PostMessage, { params: { appId, conversationId }, body: byUser(userId, 'late') })
    await vi.waitFor(async () => expect(await waiting(pool)).toBe(1), 60_000)
    await holder.query(change, change.includes('$3') ? [appId, conversationId, other] : [appId, conversationId])
    await holder.query('commit')
    expect(await posted).toMatchObject(
      refused(400, 'bad_request', '.author: should be a participant of the conversation'),
    )
  } finally {
    holder.release()
  }
  expect(await textsOf(client, { appId, conversationId })).toEqual([])
})
