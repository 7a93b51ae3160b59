import { CreateSwitchboard, CreateSwitchboardIntegration, PostMessage, UpdateSwitchboard } from '@parhelion/contract'
import { expect, test } from 'vitest'
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
import { makeCustom, testServer } from '../../testing/test-server.ts'

const server = await testServer()
const { pool } = server.database
type App = Awaited<ReturnType<typeof makeAppOfMany>>

/** Switches control on, with one member who answers first. */
async function switchOn({ appId, client }: App): Promise<string> {
  const made = await client.call(CreateSwitchboard, { params: { appId } })
  const params = { appId, switchboardId: made.body.switchboard.id }
  const { integrationId } = await makeCustom(client, appId)
  const member = await client.call(CreateSwitchboardIntegration, { params, body: { name: 'bot', integrationId } })
  const defaultSwitchboardIntegrationId = member.body.switchboardIntegration.id
  await client.call(UpdateSwitchboard, { params, body: { enabled: true, defaultSwitchboardIntegrationId } })
  return integrationId
}

const activeIn = async (app: App, conversationId: string) =>
  (await eventsOf(pool, app.appId, conversationId))
    .filter(({ type }) => type === 'conversation:message')
    .map(({ active }) => active)

test('the messages of an app go to who answers first from the moment it has a switchboard', async () => {
  const app = await makeAppOfMany(server.account)
  const group = await makeGroup(app, [])
  await postText(app.client, group, 'before')
  const bot = await switchOn(app)
  await postText(app.client, group, 'after')
  expect(await activeIn(app, group.conversationId)).toEqual([null, bot])
})

test('a switchboard made by way of one process is known to the messages that another one takes', async () => {
  const beside = await testServer({ beside: server })
  const app = await makeAppOfMany(server.account)
  const group = await makeGroup(app, [])
  await postText(app.client, group, 'before')
  const bot = await switchOn({ ...app, client: beside.account })
  await postText(app.client, group, 'after')
  expect(await activeIn(app, group.conversationId)).toEqual([null, bot])
})

test('messages of apps with a switchboard and without, written at once, have each its own control', async () => {
  const apps = await Promise.all(Array.from({ length: 6 }, () => makeAppOfMany(server.account)))
  const boards = await Promise.all(apps.map((app, index) => (index % 2 === 0 ? switchOn(app) : null)))
  const groups = await Promise.all(apps.map(app => makeGroup(app, [])))
  const posts = Array.from({ length: 10 }, (_, nth) =>
    apps.map(({ client }, index) => postText(client, groups[index] as (typeof groups)[number], String(nth))),
  )
  await Promise.all(posts.flat())
  for (const [index, app] of apps.entries()) {
    const { conversationId } = groups[index] as (typeof groups)[number]
    expect(await activeIn(app, conversationId)).toEqual(Array(10).fill(boards[index]))
    expect(new Set(await textsOf(app.client, { appId: app.appId, conversationId }))).toHaveLength(10)
  }
})

test('of the messages that several write to one conversation at once, only those of strangers are refused', async () => {
  const app = await makeAppOfMany(server.account)
  const [member, other, stranger] = [await makeUser(app), await makeUser(app), await makeUser(app)]
  const group = await makeGroup(app, [member, other])
  const params = { appId: app.appId, conversationId: group.conversationId }
  const bodies = Array.from({ length: 10 }, (_, nth) => [
    byUser(member, `member ${nth}`),
    byBusiness(`business ${nth}`),
    byUser(stranger, `stranger ${nth}`),
    byUser(other, `other ${nth}`),
  ]).flat()
  const answers = await Promise.all(bodies.map(body => app.client.call(PostMessage, { params, body })))
  expect(answers.map(({ status }) => status)).toEqual(
    bodies.map(({ content }) => (content.text.startsWith('stranger') ? 400 : 201)),
  )
  const { rows } = await pool.query(
    'select seq from messages where app_id = $1 and conversation_id = $2 order by received, seq',
    [app.appId, group.conversationId],
  )
  const first = Number(rows[0].seq)
  expect(rows.map(({ seq }) => Number(seq))).toEqual(Array.from({ length: 30 }, (_, index) => first + index))
})
