import {
  CreateIntegration,
  CreateSwitchboard,
  CreateSwitchboardIntegration,
  DeleteApp,
  DeleteIntegration,
  DeleteSwitchboard,
  DeleteSwitchboardIntegration,
  GetIntegration,
  ListSwitchboardIntegrations,
  UpdateIntegration,
  UpdateSwitchboard,
  UpdateSwitchboardIntegration,
} from '@parhelion/contract'
import type { ApiClient } from '@parhelion/testkit'
import { describe, expect, test } from 'vitest'
import { makeApp, makeCustom, testServer } from '../../testing/test-server.ts'

const server = await testServer()

async function makeSwitchboard() {
  const { appId, client } = await makeApp(server.account)
  const { body } = await client.call(CreateSwitchboard, { params: { appId } })
  return { appId, client, switchboardId: body.switchboard.id }
}

async function makeMember(
  client: ApiClient,
  at: { appId: string; switchboardId: string },
  body: Record<string, unknown> = {},
) {
  const { integrationId } = await makeCustom(client, at.appId)
  const made = await client.call(CreateSwitchboardIntegration, {
    params: at,
    body: { name: 'bot', integrationId, ...body },
  })
  return { integrationId, id: made.body.switchboardIntegration?.id, answer: made }
}

const refused = (status: number, code: string, title: unknown = expect.any(String)) => ({
  status,
  body: { errors: [{ code, title }] },
})

describe('a switchboard integration', () => {
  test('is made for a custom integration, and told of standby events unless it says otherwise', async () => {
    const { client, ...at } = await makeSwitchboard()
    const { integrationId, answer } = await makeMember(client, at)
    expect(answer.status).toBe(201)
    expect(answer.body.switchboardIntegration).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      name: 'bot',
      integrationId,
      integrationType: 'custom',
      deliverStandbyEvents: true,
    })
  })

  test('is made for the only integration of a type', async () => {
    const { client, ...at } = await makeSwitchboard()
    const { integrationId } = await makeCustom(client, at.appId)
    const body = { name: 'bot', integrationType: 'custom' }
    const one = await client.call(CreateSwitchboardIntegration, { params: at, body })
    expect(one.body.switchboardIntegration).toMatchObject({ integrationId, integrationType: 'custom' })
    await makeCustom(client, at.appId)
    const two = await client.call(CreateSwitchboardIntegration, { params: at, body: { ...body, name: 'other' } })
    expect(two).toMatchObject(refused(400, 'bad_request'))
  })

  test.each([
    ['neither', {}],
    ['both', { integrationId: '0'.repeat(24), integrationType: 'custom' }],
  ])('names one of integration and type: %s is refused', async (_, named) => {
    const { client, ...at } = await makeSwitchboard()
    const answer = await client.call(CreateSwitchboardIntegration, { params: at, body: { name: 'bot', ...named } })
    expect(answer).toMatchObject(refused(400, 'bad_request', expect.stringContaining('integrationType')))
  })

  test("cannot stand for another app's integration", async () => {
    const { client, ...at } = await makeSwitchboard()
    const other = await makeApp(server.account)
    const { integrationId } = await makeCustom(other.client, other.appId)
    const answer = await client.call(CreateSwitchboardIntegration, { params: at, body: { name: 'bot', integrationId } })
    expect(answer).toMatchObject(refused(404, 'integration_not_found'))
  })

  test.each(['with space', 'ü', 'a'.repeat(129), ''])(
    'has a name that can be an address: %j is refused',
    async name => {
      const { client, ...at } = await makeSwitchboard()
      const { answer } = await makeMember(client, at, { name })
      expect(answer).toMatchObject(refused(400, 'bad_request', expect.stringContaining('.name: ')))
    },
  )

  test('has a name of its own, also with two creates at once', async () => {
    const { client, ...at } = await makeSwitchboard()
    const answers = await Promise.all([makeMember(client, at), makeMember(client, at)])
    expect(answers.map(({ answer }) => answer.status).sort()).toEqual([201, 400])
  })

  test('comes ten times at most, also with many creates at once', async () => {
    const { client, ...at } = await makeSwitchboard()
    const { integrationId } = await makeCustom(client, at.appId)
    const create = (i: number) =>
      client.call(CreateSwitchboardIntegration, { params: at, body: { name: `bot-${i}`, integrationId } })
    const answers = await Promise.all(Array.from({ length: 14 }, (_, i) => create(i)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10)
    expect(answers.find(({ status }) => status === 400)).toMatchObject(
      refused(
        400,
        'too_many_switchboard_integrations',
        'Switchboard has reached the max number of switchboard integrations (10)',
      ),
    )
    const list = await client.call(ListSwitchboardIntegrations, { params: at })
    expect(list.body.switchboardIntegrations).toHaveLength(10)
  })

  test('changes what is sent, and null unsets', async () => {
    const { client, ...at } = await makeSwitchboard()
    const next = await makeMember(client, at, { name: 'human' })
    const { id } = await makeMember(client, at, { nextSwitchboardIntegrationId: next.id, messageHistoryCount: 5 })
    const params = { ...at, switchboardIntegrationId: id }
    const renamed = await client.call(UpdateSwitchboardIntegration, { params, body: { name: 'robot' } })
    expect(renamed.body.switchboardIntegration).toMatchObject({
      name: 'robot',
      nextSwitchboardIntegrationId: next.id,
      messageHistoryCount: 5,
    })
    const body = { nextSwitchboardIntegrationId: null, messageHistoryCount: null, deliverStandbyEvents: false }
    const unset = await client.call(UpdateSwitchboardIntegration, { params, body })
    expect(unset.body.switchboardIntegration).not.toHaveProperty('nextSwitchboardIntegrationId')
    expect(unset.body.switchboardIntegration).not.toHaveProperty('messageHistoryCount')
    expect(unset.body.switchboardIntegration.deliverStandbyEvents).toBe(false)
  })

  test('passes on to another one of its switchboard only', async () => {
    const { client, ...at } = await makeSwitchboard()
    const { id } = await makeMember(client, at)
    const params = { ...at, switchboardIntegrationId: id }
    const answer = await client.call(UpdateSwitchboardIntegration, {
      params,
      body: { nextSwitchboardIntegrationId: id },
    })
    expect(answer).toMatchObject(
      refused(400, 'bad_request', expect.stringContaining('.nextSwitchboardIntegrationId: ')),
    )
  })

  test('stays while it is the default, or the next of another one', async () => {
    const { client, ...at } = await makeSwitchboard()
    const first = await makeMember(client, at, { name: 'first' })
    const second = await makeMember(client, at, { name: 'second', nextSwitchboardIntegrationId: first.id })
    await client.call(UpdateSwitchboard, {
      params: at,
      body: { enabled: true, defaultSwitchboardIntegrationId: second.id },
    })
    const remove = (id: string) =>
      client.call(DeleteSwitchboardIntegration, { params: { ...at, switchboardIntegrationId: id } })
    expect(await remove(first.id)).toMatchObject(refused(400, 'bad_request'))
    expect(await remove(second.id)).toMatchObject(refused(400, 'bad_request'))
  })

  test('keeps its integration from being deleted, and goes with its switchboard', async () => {
    const { client, ...at } = await makeSwitchboard()
    const { integrationId } = await makeMember(client, at)
    const params = { appId: at.appId, integrationId }
    expect(await client.call(DeleteIntegration, { params })).toMatchObject(refused(400, 'bad_request'))
    expect((await client.call(DeleteSwitchboard, { params: at })).status).toBe(200)
    expect((await client.call(DeleteIntegration, { params })).status).toBe(200)
  })

  test('goes with its app', async () => {
    const { client, ...at } = await makeSwitchboard()
    await makeMember(client, at)
    expect((await server.account.call(DeleteApp, { params: at })).status).toBe(200)
    const { rows } = await server.database.pool.query('select from switchboard_integrations where app_id = $1', [
      at.appId,
    ])
    expect(rows).toHaveLength(0)
  })

  test('of another app does not exist', async () => {
    const { client, ...at } = await makeSwitchboard()
    const { id } = await makeMember(client, at)
    const other = await makeSwitchboard()
    const foreign = { appId: other.appId, switchboardId: at.switchboardId, switchboardIntegrationId: id }
    const answer = await other.client.call(UpdateSwitchboardIntegration, { params: foreign, body: { name: 'mine' } })
    expect(answer).toMatchObject(refused(404, 'switchboard_not_found'))
    const under = { appId: other.appId, switchboardId: other.switchboardId, switchboardIntegrationId: id }
    expect(await other.client.call(DeleteSwitchboardIntegration, { params: under })).toMatchObject(
      refused(404, 'switchboard_integration_not_found'),
    )
  })
})

describe('the default responder of an integration', () => {
  const web = async (client: ApiClient, appId: string, body: object = {}) =>
    client.call(CreateIntegration, { params: { appId }, body: { type: 'web', ...body } })

  test('is nobody without a switchboard, and the default of one that is enabled', async () => {
    const { client, ...at } = await makeSwitchboard()
    const made = await web(client, at.appId)
    const params = { appId: at.appId, integrationId: made.body.integration.id }
    expect(made.body.integration).not.toHaveProperty('defaultResponder')
    const { id, integrationId } = await makeMember(client, at)
    await client.call(UpdateSwitchboard, { params: at, body: { enabled: true, defaultSwitchboardIntegrationId: id } })
    const { body } = await client.call(GetIntegration, { params })
    expect(body.integration.defaultResponder).toEqual({
      ...{ name: 'bot', integrationId, integrationType: 'custom', deliverStandbyEvents: true },
      inherited: true,
    })
  })

  test('is the one that was chosen, until null or its deletion unsets it', async () => {
    const { client, ...at } = await makeSwitchboard()
    const { id } = await makeMember(client, at)
    const made = await web(client, at.appId, { defaultResponderId: id })
    expect(made.body.integration).toMatchObject({ defaultResponder: { name: 'bot', inherited: false } })
    expect(made.body.integration).not.toHaveProperty('defaultResponderId')
    const params = { appId: at.appId, integrationId: made.body.integration.id }
    const update = (defaultResponderId: string | null) =>
      client.call(UpdateIntegration, { params, body: { defaultResponderId } })
    expect((await update(null)).body.integration).not.toHaveProperty('defaultResponder')
    expect((await update(id)).body.integration).toHaveProperty('defaultResponder')
    await client.call(DeleteSwitchboardIntegration, { params: { ...at, switchboardIntegrationId: id } })
    const after = await client.call(GetIntegration, { params })
    expect(after.body.integration).not.toHaveProperty('defaultResponder')
  })

  test('cannot be one of another app', async () => {
    const { client, ...at } = await makeSwitchboard()
    const { id } = await makeMember(client, at)
    const other = await makeSwitchboard()
    const answer = await web(other.client, other.appId, { defaultResponderId: id })
    expect(answer).toMatchObject(refused(400, 'bad_request', expect.stringMatching(/^\.defaultResponderId: /)))
  })
})
