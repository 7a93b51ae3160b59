import {
  CreateCustomIntegrationKey,
  DeleteCustomIntegrationKey,
  GetCustomIntegrationKey,
  ListCustomIntegrationKeys,
  ListWebhooks,
} from '@parhelion/contract'
import { bearer, signToken } from '@parhelion/testkit'
import { describe, expect, test } from 'vitest'
import { makeApp, makeCustom, testServer } from '../../testing/test-server.ts'

const server = await testServer()
const { appId, client } = await makeApp(server.account)
const other = await makeApp(server.account)

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
