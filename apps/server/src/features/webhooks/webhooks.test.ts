import {
  CreateIntegration,
  CreateWebhook,
  DeleteWebhook,
  GetIntegration,
  GetWebhook,
  ListWebhooks,
  type Operation,
  TRIGGERS,
  UpdateWebhook,
} from '@parhelion/contract'
import { type ApiClient, bearer, signToken } from '@parhelion/testkit'
import { beforeAll, describe, expect, test } from 'vitest'
import { refused } from '../../testing/refused.ts'
import { makeApp, makeCustom, testServer, webhookBody } from '../../testing/test-server.ts'

const server = await testServer()
const missing = 'f'.repeat(24)

/** An app with a custom integration, and who may manage its webhooks. */
async function setUp() {
  const { appId, client: app } = await makeApp(server.account)
  const { integrationId, integration, key, client } = await makeCustom(app, appId)
  const token = server.account.as(bearer(await signToken(key, { scope: 'integration' })))
  const [born] = integration.webhooks as { id: string; secret: string }[]
  const params = { appId, integrationId, webhookId: String(born?.id) }
  return { app, client, token, born, params }
}

let at: Awaited<ReturnType<typeof setUp>>
// Each group of tests fills an app of its own, which has room for ten.
const withOwnApp = () =>
  beforeAll(async () => {
    at = await setUp()
  })

describe('a webhook', () => {
  withOwnApp()

  test('is made with a secret of its own, whatever else is sent', async () => {
    const { status, body } = await at.app.call(CreateWebhook, {
      params: at.params,
      body: { ...webhookBody, id: missing, version: 'v1', secret: 'mine', unknown: 1 },
    })
    expect(status).toBe(201)
    expect(body).toEqual({
      webhook: {
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        version: 'v2',
        target: webhookBody.target,
        triggers: webhookBody.triggers,
        secret: expect.stringMatching(/^[0-9a-f]{32}$/),
        includeFullUser: false,
        includeFullSource: false,
        strictOrder: false,
      },
    })
    expect(body.webhook.id).not.toBe(missing)
  })

  test('takes every trigger, each once, and both inclusions', async () => {
    const body = {
      target: 'HTTP://127.0.0.1:8080/a?b=%20#c',
      triggers: [...TRIGGERS, '*'],
      includeFullUser: true,
      includeFullSource: true,
    }
    const created = await at.app.call(CreateWebhook, { params: at.params, body })
    expect(created).toMatchObject({ status: 201, body: { webhook: { ...body, triggers: TRIGGERS } } })
  })

  test('is got, listed and shown with its integration, oldest first', async () => {
    const { body } = await at.app.call(ListWebhooks, { params: at.params })
    expect(body).toEqual({ webhooks: expect.any(Array) })
    expect(body.webhooks[0]).toEqual(at.born)
    expect(body.webhooks.map(({ id }) => id)).toEqual(body.webhooks.map(({ id }) => id).sort())
    const { body: shown } = await at.app.call(GetIntegration, { params: at.params })
    expect(shown.integration.webhooks).toEqual(body.webhooks)
    expect(await at.app.call(GetWebhook, { params: at.params })).toMatchObject({
      status: 200,
      body: { webhook: at.born },
    })
  })

  test('is changed in what is sent; secret, id and version stay', async () => {
    const change = (body: unknown) => at.app.call(UpdateWebhook, { params: at.params, body })
    const { body: before } = await at.app.call(GetWebhook, { params: at.params })
    expect((await change({})).body).toEqual(before)
    expect((await change({ secret: 'mine', id: missing, version: 'v1', unknown: 1 })).body).toEqual(before)
    const target = 'https://example.com/other'
    expect((await change({ target })).body.webhook).toEqual({ ...before.webhook, target })
    const rest = { triggers: ['user:merge'], includeFullUser: true, includeFullSource: true }
    expect(await change(rest)).toMatchObject({ status: 200, body: { webhook: { ...before.webhook, target, ...rest } } })
    expect((await change({ includeFullUser: false })).body.webhook).toEqual({
      ...before.webhook,
      target,
      ...rest,
      includeFullUser: false,
    })
    expect((await at.app.call(GetWebhook, { params: at.params })).body.webhook).toMatchObject({
      target,
      triggers: ['user:merge'],
    })
  })

  test('that is deleted is gone, also from its integration', async () => {
    const { body } = await at.app.call(CreateWebhook, { params: at.params, body: webhookBody })
    const params = { ...at.params, webhookId: body.webhook.id }
    expect(await at.app.call(DeleteWebhook, { params })).toMatchObject({ status: 200, body: {} })
    for (const operation of [GetWebhook, DeleteWebhook]) {
      expect(await at.app.call(operation, { params })).toMatchObject(refused(404, 'not_found', 'Resource not found'))
    }
    expect(await at.app.call(UpdateWebhook, { params, body: {} })).toMatchObject(refused(404, 'not_found'))
    expect((await at.app.call(GetIntegration, { params })).body.integration.webhooks).not.toContainEqual(body.webhook)
  })

  test('may be the last one to go', async () => {
    const { app, params } = await setUp()
    expect((await app.call(DeleteWebhook, { params })).status).toBe(200)
    expect(await app.call(ListWebhooks, { params })).toMatchObject({ status: 200, body: { webhooks: [] } })
    expect((await app.call(GetIntegration, { params })).body.integration.webhooks).toEqual([])
  })
})

describe('the body of a webhook', () => {
  withOwnApp()
  const target = '.target: should be an absolute http or https address'
  const triggers = `.triggers[0]: should be equal to one of the allowed values: ${TRIGGERS.join(', ')}`

  test.each([
    [{ target: 'target' }, target],
    [{ target: '/callback' }, target],
    [{ target: 'ftp://example.com' }, target],
    [{ target: 'javascript:alert(1)' }, target],
    [{ target: 'https://' }, target],
    [{ target: 'https://exa mple.com' }, target],
    [{ target: '' }, target],
    [{ target: 'http://[' }, target],
    [{ target: 'http://[::1' }, target],
    [{ target: 'https://example.com:99999/' }, target],
    [{ target: 'https://exa%mple.com/' }, target],
    [{ target: 'https://256.0.0.1/' }, target],
    [{ target: `https://example.com/${'x'.repeat(2048)}` }, '.target: should not be longer than 2048 characters'],
    [{ target: null }, '.target: should be string'],
    [{ triggers: [] }, '.triggers: should not have less than 1 items'],
    [{ triggers: ['conversation:unknown'] }, triggers],
    [{ triggers: ['Conversation:Message'] }, triggers],
    [{ triggers: ['conversation:message '] }, triggers],
    [{ triggers: 'conversation:message' }, '.triggers: should be array'],
    [{ triggers: null }, '.triggers: should be array'],
    [{ includeFullUser: 'yes' }, '.includeFullUser: should be boolean'],
    [{ includeFullSource: null }, '.includeFullSource: should be boolean'],
  ])('is refused with %j, by a sentence that names it', async (part, title) => {
    const { app, params } = at
    const body = { ...webhookBody, ...part }
    expect(await app.call(CreateWebhook, { params, body })).toMatchObject(refused(400, 'bad_request', title))
    expect(await app.call(UpdateWebhook, { params, body: part })).toMatchObject(refused(400, 'bad_request', title))
    const born = await app.call(CreateIntegration, { params, body: { type: 'custom', webhooks: [body] } })
    expect(born).toMatchObject(refused(400, 'bad_request', title.replace(/^\./, '.webhooks[0].')))
  })

  test('has a target and triggers', async () => {
    const create = (body: unknown) => at.app.call(CreateWebhook, { params: at.params, body })
    expect(await create({ triggers: ['*'] })).toMatchObject(
      refused(400, 'bad_request', "should have required property 'target'"),
    )
    expect(await create({ target: 'https://example.com' })).toMatchObject(
      refused(400, 'bad_request', "should have required property 'triggers'"),
    )
    expect(await create(undefined)).toMatchObject(refused(400, 'bad_request', 'should be object'))
    expect((await at.app.call(ListWebhooks, { params: at.params })).body.webhooks).toEqual([at.born])
  })
})

describe('webhooks of an integration are managed', () => {
  withOwnApp()

  test.each<[string, () => ApiClient, string | undefined]>([
    ['the account', () => server.account, undefined],
    ['a key of the app', () => at.app, undefined],
    ['a key of the integration', () => at.client, undefined],
    ['a key of the integration that says me', () => at.client, 'me'],
    ['a token of the integration that says me', () => at.token, 'me'],
  ])('by %s', async (_, caller, alias) => {
    const params = { ...at.params, ...(alias === undefined ? {} : { integrationId: alias }) }
    const created = await caller().call(CreateWebhook, { params, body: webhookBody })
    expect(created.status).toBe(201)
    const one = { ...params, webhookId: created.body.webhook.id }
    expect((await caller().call(GetWebhook, { params: one })).body).toEqual(created.body)
    const target = 'https://example.com/changed'
    const updated = await caller().call(UpdateWebhook, { params: one, body: { target } })
    expect(updated).toMatchObject({ status: 200, body: { webhook: { ...created.body.webhook, target } } })
    expect((await caller().call(ListWebhooks, { params })).body.webhooks).toContainEqual(updated.body.webhook)
    expect((await caller().call(DeleteWebhook, { params: one })).status).toBe(200)
    expect((await caller().call(ListWebhooks, { params })).body.webhooks).toEqual([at.born])
  })
})

describe('webhooks that are not there', () => {
  withOwnApp()
  const operations: [Operation, unknown][] = [
    [CreateWebhook, webhookBody],
    [ListWebhooks, undefined],
    [GetWebhook, undefined],
    [UpdateWebhook, {}],
    [DeleteWebhook, undefined],
  ]

  test('to an integration are those of every other one, whether or not it exists', async () => {
    const { integrationId } = await makeCustom(at.app, at.params.appId)
    for (const caller of [at.client, at.token]) {
      for (const other of [integrationId, missing, 'x', 'ME']) {
        for (const [operation, body] of operations) {
          const answer = await caller.call(operation, { params: { ...at.params, integrationId: other }, body })
          const isNamed = operation.path.endsWith('{webhookId}')
          expect(answer).toMatchObject(isNamed ? refused(404, 'not_found') : refused(403, 'forbidden', 'Forbidden'))
        }
      }
    }
  })

  test('are those of other integrations under one’s own', async () => {
    const { integration } = await makeCustom(at.app, at.params.appId)
    const [foreign] = integration.webhooks as { id: string }[]
    for (const webhookId of [String(foreign?.id), missing, 'x']) {
      for (const [operation, body] of operations.slice(2)) {
        for (const caller of [at.client, at.app, server.account]) {
          const answer = await caller.call(operation, { params: { ...at.params, webhookId }, body })
          expect(answer).toMatchObject(refused(404, 'not_found', 'Resource not found'))
        }
      }
    }
  })

  test('are those of other apps', async () => {
    const other = await setUp()
    for (const [operation, body] of operations) {
      const call = (caller: ApiClient, params: object) =>
        caller.call(operation, { params: { ...at.params, ...params }, body })
      for (const caller of [other.app, other.client, other.token]) {
        expect(await call(caller, {})).toMatchObject(refused(403, 'forbidden'))
        expect(await call(caller, { appId: missing })).toMatchObject(refused(403, 'forbidden'))
      }
      const { appId } = other.params
      expect(await call(server.account, { appId: missing })).toMatchObject(refused(404, 'app_not_found'))
      expect(await call(server.account, { appId })).toMatchObject(refused(404, 'integration_not_found'))
      expect(await call(other.app, { appId })).toMatchObject(refused(404, 'integration_not_found'))
    }
  })

  test('are those of me for whoever is no integration', async () => {
    for (const [operation, body] of operations) {
      const answer = await at.app.call(operation, { params: { ...at.params, integrationId: 'me' }, body })
      expect(answer).toMatchObject(refused(404, 'integration_not_found', 'Integration not found'))
    }
  })

  test('are those of an integration that is not custom', async () => {
    const { appId } = at.params
    const { body } = await at.app.call(CreateIntegration, { params: { appId }, body: { type: 'web' } })
    const params = { ...at.params, integrationId: body.integration.id }
    expect(await at.app.call(CreateWebhook, { params, body: webhookBody })).toMatchObject(
      refused(400, 'bad_request', 'Webhooks are available only for custom integrations'),
    )
    expect(await at.app.call(GetWebhook, { params })).toMatchObject(refused(404, 'not_found'))
  })
})

describe('an app has ten webhooks at most', () => {
  const full = refused(400, 'bad_request', 'Limit of 10 webhooks per app reached')

  test('also with twenty creates at once, over all its integrations', async () => {
    const { app, params } = await setUp()
    const { integrationId } = await makeCustom(app, params.appId)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        app.call(CreateWebhook, { params: i % 2 === 0 ? params : { ...params, integrationId }, body: webhookBody }),
      ),
    )
    // Two were born with the integrations.
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(8)
    for (const answer of answers.filter(({ status }) => status !== 201)) expect(answer).toMatchObject(full)
  })

  test('so the eleventh custom integration is not born, and one webhook that goes makes room for it', async () => {
    const { app, params } = await setUp()
    const create = () => app.call(CreateIntegration, { params, body: { type: 'custom', webhooks: [webhookBody] } })
    for (let i = 0; i < 9; i++) expect((await create()).status).toBe(201)
    expect(await create()).toMatchObject(full)
    const { rowCount } = await server.database.pool.query('select from integrations where app_id = $1', [params.appId])
    expect(rowCount).toBe(10)
    await app.call(DeleteWebhook, { params })
    expect((await create()).status).toBe(201)
    expect(await app.call(CreateWebhook, { params, body: webhookBody })).toMatchObject(full)
  })
})
