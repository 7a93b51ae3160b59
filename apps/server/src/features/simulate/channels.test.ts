import {
  CreateClient,
  CreateIntegration,
  DeleteIntegration,
  ListClients,
  PostMessage,
  SimulateLinking,
  SimulateMessage,
} from '@parhelion/contract'
import { expect, test } from 'vitest'
import { byBusiness, eventsOf, makeAppOfMany, makePersonal } from '../../testing/conversation.ts'
import { integrationSamples } from '../../testing/integration-samples.ts'
import { refused } from '../../testing/refused.ts'
import { testServer } from '../../testing/test-server.ts'

const server = await testServer()
const { pool } = server.database
const app = await makeAppOfMany(server.account)
const { appId, client } = app

const integrate = async (type: 'telegram' | 'twilio') =>
  (await client.call(CreateIntegration, { params: { appId }, body: { type, ...integrationSamples[type].required } }))
    .body.integration.id
const twilio = await integrate('twilio')

async function link(phoneNumber: string) {
  const { conversationId, userId } = await makePersonal(app)
  const { body } = await client.call(CreateClient, {
    params: { appId, userIdOrExternalId: userId },
    body: {
      matchCriteria: { type: 'twilio', integrationId: twilio, phoneNumber },
      confirmation: { type: 'immediate' },
      target: { conversationId },
    },
  })
  const clientId = body.client.id
  const tell = (outcome: string) =>
    client.call(SimulateLinking, { params: { appId }, body: { userId, clientId, outcome, externalId: phoneNumber } })
  const clients = async () => {
    const list = await client.call(ListClients, { params: { appId, userIdOrExternalId: userId } })
    return list.body.clients.map(({ id }) => id)
  }
  return { userId, clientId, tell, clients }
}

test('a number that is found to be of another user moves there, and who had it is told', async () => {
  const number = '+15145550111'
  const [before, now] = [await link(number), await link(number)]
  await before.tell('matched')
  await before.tell('confirmed')
  expect((await now.tell('matched')).body.client).toMatchObject({ id: now.clientId, externalId: number })
  expect(await before.clients()).toEqual([])
  expect(await now.clients()).toEqual([now.clientId])
  const removed = (await eventsOf(pool, appId)).filter(({ type }) => type === 'client:remove')
  expect(removed.map(({ payload }) => payload)).toMatchObject([
    { user: { id: before.userId }, client: { id: before.clientId }, reason: 'theft' },
  ])
})

test('twenty numbers that move to each other at once leave one owner, and no fault', async () => {
  const links = await Promise.all(Array.from({ length: 20 }, () => link('+15145550222')))
  const answers = await Promise.all(links.map(({ tell }) => tell('matched')))
  for (const { status } of answers) expect([200, 404, 503]).toContain(status)
  const { rows } = await pool.query('select id from clients where app_id = $1 and external_id = $2', [
    appId,
    '+15145550222',
  ])
  expect(rows).toHaveLength(1)
})

test('nobody is reached through an integration that is gone', async () => {
  const telegram = await integrate('telegram')
  const said = await client.call(SimulateMessage, {
    params: { appId },
    body: { integrationId: telegram, externalId: 'reader', content: { type: 'text', text: 'Hi' } },
  })
  const params = { appId, conversationId: said.body.conversationId }
  const post = (destination: object) =>
    client.call(PostMessage, { params, body: { ...byBusiness('Hello'), destination } })
  expect((await post({ integrationId: telegram })).status).toBe(201)
  await client.call(DeleteIntegration, { params: { appId, integrationId: telegram } })
  for (const destination of [{ integrationId: telegram }, { integrationType: 'telegram' }])
    expect(await post(destination)).toMatchObject(refused(400, 'bad_request'))
})
