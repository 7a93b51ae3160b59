import {
  CreateCustomIntegrationKey,
  DeleteCustomIntegrationKey,
  DeleteIntegration,
  GetCustomIntegrationKey,
  ListCustomIntegrationKeys,
  ListWebhooks,
  type Operation,
} from '@parhelion/contract'
import { type ApiClient, bearer, signToken } from '@parhelion/testkit'
import { describe, expect, test } from 'vitest'
import { refused } from '../../testing/refused.ts'
import { makeApp, makeCustom, testServer } from '../../testing/test-server.ts'

const server = await testServer()
const { appId, client } = await makeApp(server.account)
const other = await makeApp(server.account)
const shared = await makeCustom(client, appId)

describe('an integration key', () => {
  test('is made with the request of the page from which the project grew', async () => {
    const { integrationId } = await makeCustom(client, appId)
    const answer = await client.call(CreateCustomIntegrationKey, {
      params: { appId, integrationId },
      body: { displayName: 'My custom key' },
    })
    expect(answer).toMatchObject({
      status: 201,
      body: {
        key: {
          id: expect.stringMatching(/^int_[0-9a-f]{24}$/),
          displayName: 'My custom key',
          secret: expect.stringMatching(/^[\w-]{86}$/),
        },
      },
    })
  })

  test('is got and listed with its secret, oldest first; what clients cannot write is left out', async () => {
    const { integrationId, key: first } = await makeCustom(client, appId)
    const params = { appId, integrationId }
    const { body } = await client.call(CreateCustomIntegrationKey, {
      params,
      body: { displayName: 'Ключ 🌞', id: 'int_mine', secret: 'mine', unknown: 1 },
    })
    const second = { id: body.key.id, displayName: 'Ключ 🌞', secret: expect.stringMatching(/^[\w-]{86}$/) }
    expect(body).toEqual({ key: second })
    for (const caller of [client, server.account]) {
      const got = await caller.call(GetCustomIntegrationKey, { params: { ...params, keyId: second.id } })
      expect(got).toMatchObject({ status: 200, body })
      const list = await caller.call(ListCustomIntegrationKeys, { params })
      expect(list.status).toBe(200)
      expect(list.body).toEqual({ keys: [first, body.key] })
    }
  })

  test.each([
    [{}, "should have required property 'displayName'"],
    [{ displayName: '' }, '.displayName: should not be shorter than 1 characters'],
    [{ displayName: 'x'.repeat(101) }, '.displayName: should not be longer than 100 characters'],
    [{ displayName: null }, '.displayName: should be string'],
    [undefined, 'should be object'],
  ])('is not made from %j', async (body, title) => {
    const params = { appId, integrationId: shared.integrationId }
    expect(await client.call(CreateCustomIntegrationKey, { params, body })).toMatchObject(
      refused(400, 'bad_request', title),
    )
  })

  test('of what does not exist is not there, and an integration may not manage keys', async () => {
    const { integrationId, key, client: integration } = await makeCustom(client, appId)
    const missing = 'f'.repeat(24)
    const operations = [
      [CreateCustomIntegrationKey, { displayName: 'x' }],
      [ListCustomIntegrationKeys, undefined],
      [GetCustomIntegrationKey, undefined],
      [DeleteCustomIntegrationKey, undefined],
    ] as const
    for (const [operation, body] of operations) {
      const call = (caller: ApiClient, params: Record<string, string>) =>
        caller.call<Operation>(operation, { params: { appId, integrationId, keyId: key.id, ...params }, body })
      expect(await call(client, { integrationId: missing })).toMatchObject(refused(404, 'integration_not_found'))
      expect(await call(client, { integrationId: 'me' })).toMatchObject(refused(404, 'integration_not_found'))
      expect(await call(server.account, { appId: missing })).toMatchObject(refused(404, 'app_not_found'))
      expect(await call(server.account, { appId: other.appId })).toMatchObject(refused(404, 'integration_not_found'))
      expect(await call(other.client, {})).toMatchObject(refused(403, 'forbidden'))
      expect(await call(integration, {})).toMatchObject(refused(403, 'forbidden'))
    }
    for (const operation of [GetCustomIntegrationKey, DeleteCustomIntegrationKey]) {
      const params = { appId, integrationId, keyId: `int_${missing}` }
      expect(await client.call(operation, { params })).toMatchObject(refused(404, 'not_found', 'Resource not found'))
    }
    expect((await integration.call(ListWebhooks, { params: { appId, integrationId } })).status).toBe(200)
  })

  test('goes at once with its integration', async () => {
    const { integrationId, client: integration } = await makeCustom(client, appId)
    const params = { appId, integrationId }
    expect((await integration.call(ListWebhooks, { params })).status).toBe(200)
    expect((await client.call(DeleteIntegration, { params })).status).toBe(200)
    expect(await integration.call(ListWebhooks, { params })).toMatchObject(refused(401, 'unauthorized'))
    expect(await client.call(ListCustomIntegrationKeys, { params })).toMatchObject(
      refused(404, 'integration_not_found'),
    )
  })

  test('signs tokens that list the webhooks of its integration, until it is deleted', async () => {
    const { integrationId, key, client: integration } = await makeCustom(client, appId)
    const params = { appId, integrationId }
    const token = integration.as(bearer(await signToken(key, { scope: 'integration' })))
    expect((await token.call(ListWebhooks, { params })).status).toBe(200)
    expect((await integration.call(ListWebhooks, { params })).status).toBe(200)

    await client.call(DeleteCustomIntegrationKey, { params: { ...params, keyId: key.id } })
    expect((await token.call(ListWebhooks, { params })).status).toBe(401)
    expect((await integration.call(ListWebhooks, { params })).status).toBe(401)
  })

  test('is not to be found under another integration or app', async () => {
    const one = await makeCustom(client, appId)
    const two = await makeCustom(client, appId)
    const under = (integrationId: string) =>
      client.call(GetCustomIntegrationKey, { params: { appId, integrationId, keyId: one.key.id } })
    expect((await under(one.integrationId)).status).toBe(200)
    expect(await under(two.integrationId)).toMatchObject({ status: 404, body: { errors: [{ code: 'not_found' }] } })
    const foreign = await other.client.call(GetCustomIntegrationKey, {
      params: { appId: other.appId, integrationId: one.integrationId, keyId: one.key.id },
    })
    expect(foreign).toMatchObject({ status: 404, body: { errors: [{ code: 'integration_not_found' }] } })
  })

  test('is refused to integrations of other types', async () => {
    const web = await client.send<{ integration: { id: string } }>('POST', `/v2/apps/${appId}/integrations`, {
      body: { type: 'web' },
    })
    const params = { appId, integrationId: web.body.integration.id }
    const title = 'API keys are available only for custom integrations'
    const refusal = { status: 400, body: { errors: [{ code: 'bad_request', title }] } }
    expect(await client.call(CreateCustomIntegrationKey, { params, body: { displayName: 'x' } })).toMatchObject(refusal)
    expect(await client.call(ListCustomIntegrationKeys, { params })).toMatchObject(refusal)
  })

  test('comes ten times at most, also with twenty creates at once', async () => {
    const { integrationId } = await makeCustom(client, appId)
    const params = { appId, integrationId }
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        client.call(CreateCustomIntegrationKey, { params, body: { displayName: `Key ${i}` } }),
      ),
    )
    // One was made with the integration.
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(9)
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(11)
    const list = await client.call(ListCustomIntegrationKeys, { params })
    expect(list.body.keys).toHaveLength(10)
  })
})
