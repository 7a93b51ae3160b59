import { ListMessages, ListParticipants, MergeUsers, PostMessage } from '@parhelion/contract'
import { expect, test } from 'vitest'
import { byBusiness, byUser, eventsOf, makeAppOfMany, makePersonal } from '../../testing/conversation.ts'
import { testServer } from '../../testing/test-server.ts'

const ROUNDS = 12
const POSTS = 24

const server = await testServer()
const { pool } = server.database
const app = await makeAppOfMany(server.account)
const { appId, client } = app

const merge = (surviving: string, discarded: string) =>
  client.call(MergeUsers, {
    params: { appId, userIdOrExternalId: surviving },
    body: { discarded: { userId: discarded } },
  })
const post = (conversationId: string, body: object) =>
  client.call(PostMessage, { params: { appId, conversationId }, body })

/** Every message of a conversation as it is stored. */
async function stored(conversationId: string) {
  const { rows } = await pool.query<{ seq: string; author: string | null; text: string }>(
    `select seq, author_user_id as author, content->>'text' as text from messages
     where app_id = $1 and conversation_id = $2 order by seq`,
    [appId, conversationId],
  )
  return rows.map(row => ({ ...row, seq: Number(row.seq) }))
}

test('a merge while both write loses nothing that was accepted, and leaves nothing of who went', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const [one, two] = [await makePersonal(app), await makePersonal(app)]
    for (const { conversationId, userId } of [one, two]) await post(conversationId, byUser(userId, 'before'))
    const writes = Array.from({ length: POSTS }, async (_, index) => {
      const { conversationId, userId } = index % 2 === 0 ? one : two
      const text = `${round}-${index}`
      const { status } = await post(conversationId, index % 4 < 2 ? byUser(userId, text) : byBusiness(text))
      return { status, text }
    })
    const [merged, ...answers] = await Promise.all([merge(one.userId, two.userId), ...writes])
    expect(merged.status).toBe(200)
    for (const { status } of answers) expect([201, 400, 404]).toContain(status)
    const messages = await stored(one.conversationId)
    const kept = messages.map(({ text }) => text).filter(text => text !== 'before')
    const accepted = answers.filter(({ status }) => status === 201).map(({ text }) => text)
    expect(kept.toSorted()).toEqual(accepted.toSorted())
    expect(new Set(messages.map(({ author }) => author)).isSubsetOf(new Set([one.userId, null]))).toBe(true)
    expect(await stored(two.conversationId)).toEqual([])
    const { rows } = await pool.query('select seq, message_count, message_total from conversations where id = $1', [
      one.conversationId,
    ])
    expect(Number(rows[0].message_count)).toBe(messages.length)
    const places = (await eventsOf(pool, appId, one.conversationId)).map(({ seq }) => seq)
    expect(new Set(places).size).toBe(places.length)
    expect(Number(rows[0].seq)).toBeGreaterThanOrEqual(Math.max(...messages.map(({ seq }) => seq)))
  }
})

test('what was read in either of two default conversations stays read, also when it is deleted', async () => {
  const [one, two] = [await makePersonal(app), await makePersonal(app)]
  await post(one.conversationId, byUser(one.userId, 'read'))
  await post(two.conversationId, byUser(two.userId, 'read too'))
  await post(two.conversationId, byBusiness('new'))
  await merge(one.userId, two.userId)
  const params = { appId, conversationId: one.conversationId }
  const unread = async () => (await client.call(ListParticipants, { params })).body.participants[0]?.unreadCount
  expect(await unread()).toBe(1)
  const { messages } = (await client.call(ListMessages, { params })).body
  await client.send('DELETE', `/v2/apps/${appId}/conversations/${one.conversationId}/messages/${messages[1]?.id}`)
  expect(await unread()).toBe(1)
  await client.send('DELETE', `/v2/apps/${appId}/conversations/${one.conversationId}/messages/${messages[2]?.id}`)
  expect(await unread()).toBe(0)
})
