import { ListMessages, ListParticipants, PostMessage, UpdateApp } from '@parhelion/contract'
import { expect, test } from 'vitest'
import { byBusiness, makeAppOfMany, makeGroup, makeUser, postText, textsOf } from '../../testing/conversation.ts'
import { movableClock } from '../../testing/movable-clock.ts'
import { testServer } from '../../testing/test-server.ts'

const clock = movableClock()
const server = await testServer({ clock })
const { periodic } = server.app.services

async function makeRetaining(seconds: number) {
  const app = await makeAppOfMany(server.account)
  const userId = await makeUser(app)
  const before = await makeGroup(app, [userId])
  await postText(app.client, before, 'before')
  clock.forward(1000)
  await app.client.call(UpdateApp, {
    params: { appId: app.appId },
    body: { settings: { multiConvoEnabled: true, conversationRetentionSeconds: seconds } },
  })
  return { ...app, before, userId }
}

test('messages go once their conversation was quiet for as long as the app says; conversation and users stay', async () => {
  const app = await makeRetaining(60)
  const quiet = await makeGroup(app, [app.userId])
  const busy = await makeGroup(app, [])
  await postText(app.client, quiet, 'old')
  await postText(app.client, busy, 'old')
  clock.forward(59_000)
  await periodic.run('retention')
  expect(await textsOf(app.client, quiet)).toEqual(['old'])
  await postText(app.client, busy, 'new')
  clock.forward(1000)
  await periodic.run('retention')
  expect(await textsOf(app.client, quiet)).toEqual([])
  expect(await textsOf(app.client, busy)).toEqual(['old', 'new'])
  const { body } = await app.client.call(ListParticipants, { params: quiet })
  expect(body.participants).toMatchObject([{ userId: app.userId, unreadCount: 0 }])
})

test('what was quiet before the setting stays until something happens there', async () => {
  const app = await makeRetaining(60)
  clock.forward(3600_000)
  await periodic.run('retention')
  expect(await textsOf(app.client, app.before)).toEqual(['before'])
  await app.client.call(PostMessage, { params: app.before, body: byBusiness('again') })
  clock.forward(60_000)
  await periodic.run('retention')
  expect((await app.client.call(ListMessages, { params: app.before })).body.messages).toEqual([])
})

test('an app without the setting keeps everything', async () => {
  const app = await makeAppOfMany(server.account)
  const group = await makeGroup(app, [])
  await postText(app.client, group, 'kept')
  clock.forward(365 * 24 * 3600_000)
  await periodic.run('retention')
  expect(await textsOf(app.client, group)).toEqual(['kept'])
})

test('keys of posts and codes of partners are swept without harm to what is there', async () => {
  const app = await makeAppOfMany(server.account)
  const group = await makeGroup(app, [])
  await app.client.call(PostMessage, { params: group, body: byBusiness('x'), headers: { 'idempotency-key': 'swept' } })
  clock.forward(25 * 3600_000)
  for (const chore of ['posts', 'codes', 'files']) await periodic.run(chore)
  const { rowCount } = await server.database.pool.query('select from posted_messages where app_id = $1', [app.appId])
  expect(rowCount).toBe(0)
  expect(await textsOf(app.client, group)).toEqual(['x'])
})
