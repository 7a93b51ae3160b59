import {
  CreateIntegration,
  DeleteIntegration,
  GetIntegration,
  ListIntegrations,
  ListWebhooks,
  type Operation,
  UpdateIntegration,
} from '@parhelion/contract'
import { ApiClient, bearer, signToken } from '@parhelion/testkit'
import { describe, expect, test } from 'vitest'
import { refused } from '../../testing/refused.ts'
import { makeApp, makeCustom, testServer, webhookBody } from '../../testing/test-server.ts'

const server = await testServer()
const { account } = server
const { appId, key, client } = await makeApp(account)
const missing = 'f'.repeat(24)

const create = (body: unknown, caller = client, app = appId) =>
  caller.call(CreateIntegration, { params: { appId: app }, body })

async function make(type: string, caller = client, app = appId) {
  const { body } = await create({ type }, caller, app)
  return body.integration
}

const idsOf = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id)

describe('creating an integration', () => {
  test.each([
    [{}, "should have required property 'type'"],
    [undefined, 'should be object'],
    [[], 'should be object'],
    [{ type: 7 }, '.type: should be string'],
    [{ type: null }, '.type: should be string'],
    [{ type: '' }, 'Invalid integration type'],
    [{ type: 'Web' }, 'Invalid integration type'],
    [{ type: 'wechat' }, 'Invalid integration type'],
    [{ type: 'toString' }, 'Invalid integration type'],
    [{ type: '__proto__' }, 'Invalid integration type'],
  ])('refuses %j', async (body, title) => {
    expect(await create(body)).toMatchObject(refused(400, 'bad_request', title))
  })

  test('is for the app and the account, and for no other app and no integration', async () => {
    const other = await makeApp(account)
    const { client: integration } = await makeCustom(other.client, other.appId)
    expect((await create({ type: 'web' }, account)).status).toBe(201)
    expect(await create({ type: 'web' }, other.client)).toMatchObject(refused(403, 'forbidden', 'Forbidden'))
    expect(await create({ type: 'web' }, integration, other.appId)).toMatchObject(refused(403, 'forbidden'))
    expect(await create({ type: 'web' }, account, missing)).toMatchObject(
      refused(404, 'app_not_found', 'App not found'),
    )
  })

  test('takes no default responder but null, and says which property is wrong', async () => {
    const title = '.defaultResponderId: should be the id of a switchboard integration of this app'
    expect((await create({ type: 'web', defaultResponderId: null })).status).toBe(201)
    expect(await create({ type: 'web', defaultResponderId: missing })).toMatchObject(refused(400, 'bad_request', title))
    const params = { appId, integrationId: (await make('web')).id }
    const update = (defaultResponderId: unknown) =>
      client.call(UpdateIntegration, { params, body: { defaultResponderId, displayName: 'x' } })
    expect(await update(missing)).toMatchObject(refused(400, 'bad_request', title))
    expect((await client.call(GetIntegration, { params })).body.integration).not.toHaveProperty('displayName')
    expect((await update(null)).status).toBe(200)
  })
})

describe('a custom integration', () => {
  test('is born with exactly one webhook, which has a secret of its own', async () => {
    const { status, body } = await create({
      type: 'custom',
      webhooks: [{ ...webhookBody, secret: 'mine', id: missing }],
    })
    expect(status).toBe(201)
    expect(body.integration.webhooks).toEqual([
      {
        ...webhookBody,
        id: expect.not.stringMatching(missing),
        version: 'v2',
        secret: expect.stringMatching(/^[0-9a-f]{32}$/),
        includeFullUser: false,
        includeFullSource: false,
        strictOrder: false,
      },
    ])
    const params = { appId, integrationId: body.integration.id }
    expect((await client.call(ListWebhooks, { params })).body.webhooks).toEqual(body.integration.webhooks)
  })

  test.each([
    [{}, "should have required property 'webhooks'"],
    [{ webhooks: [] }, '.webhooks: should not have less than 1 items'],
    [{ webhooks: [webhookBody, webhookBody] }, '.webhooks: should not have more than 1 items'],
    [{ webhooks: webhookBody }, '.webhooks: should be array'],
    [{ webhooks: null }, '.webhooks: should be array'],
    [{ webhooks: ['https://example.com'] }, '.webhooks[0]: should be object'],
    [{ webhooks: [{ target: webhookBody.target }] }, ".webhooks[0]: should have required property 'triggers'"],
  ])('is not born from %j', async (part, title) => {
    const before = (await client.call(ListIntegrations, { params: { appId }, query: 'page[size]=100' })).body
      .integrations
    expect(await create({ type: 'custom', ...part })).toMatchObject(refused(400, 'bad_request', title))
    const after = await client.call(ListIntegrations, { params: { appId }, query: 'page[size]=100' })
    expect(idsOf(after.body.integrations)).toEqual(idsOf(before))
  })

  test('has none of the properties that the other types share', async () => {
    const body = {
      type: 'custom',
      webhooks: [webhookBody],
      showAIDisclaimer: 'x',
      defaultResponderId: 7,
      brandColor: 'abc',
    }
    const created = await create(body)
    expect(created.status).toBe(201)
    expect(Object.keys(created.body.integration).sort()).toEqual(['id', 'status', 'type', 'webhooks'])
    const params = { appId, integrationId: created.body.integration.id }
    const update = { showAIDisclaimer: true, defaultResponderId: missing, webhooks: [], displayName: 'Only this' }
    const updated = await client.call(UpdateIntegration, { params, body: update })
    expect(updated.body.integration).toEqual({ ...created.body.integration, displayName: 'Only this' })
  })
})

describe('getting, changing and deleting an integration', () => {
  const operations: Operation[] = [GetIntegration, UpdateIntegration, DeleteIntegration]
  const call = (caller: ApiClient, operation: Operation, params: { appId: string; integrationId: string }) =>
    caller.call(operation, { params, ...(operation === UpdateIntegration ? { body: {} } : {}) })

  test('finds none that does not exist, nor one of another app', async () => {
    const other = await makeApp(account)
    const { id } = await make('web', other.client, other.appId)
    for (const operation of operations) {
      for (const integrationId of [missing, 'x', 'me', id]) {
        expect(await call(client, operation, { appId, integrationId })).toMatchObject(
          refused(404, 'integration_not_found', 'Integration not found'),
        )
      }
      expect(await call(client, operation, { appId: other.appId, integrationId: id })).toMatchObject(
        refused(403, 'forbidden'),
      )
      expect(await call(account, operation, { appId: missing, integrationId: id })).toMatchObject(
        refused(404, 'app_not_found'),
      )
    }
    expect((await call(other.client, GetIntegration, { appId: other.appId, integrationId: id })).status).toBe(200)
  })

  test('is not for integrations, themselves included', async () => {
    const { integrationId, client: integration } = await makeCustom(client, appId)
    for (const operation of operations) {
      for (const id of [integrationId, 'me']) {
        expect(await call(integration, operation, { appId, integrationId: id })).toMatchObject(
          refused(403, 'forbidden'),
        )
      }
    }
  })

  test('changes nothing without an object', async () => {
    const params = { appId, integrationId: (await make('web')).id }
    for (const body of [undefined, [], 'text', 7, null]) {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) }
      expect(await client.call(UpdateIntegration, { params, ...sent })).toMatchObject(
        refused(400, 'bad_request', 'should be object'),
      )
    }
  })

  test('takes keys and webhooks with it, and ends its credentials at once', async () => {
    const { integrationId, key: own, client: integration } = await makeCustom(client, appId)
    const params = { appId, integrationId }
    const token = client.as(bearer(await signToken(own, { scope: 'integration' })))
    for (const caller of [integration, token]) expect((await caller.call(ListWebhooks, { params })).status).toBe(200)
    expect(await client.call(DeleteIntegration, { params })).toMatchObject({ status: 200, body: {} })
    for (const caller of [integration, token]) {
      expect(await caller.call(ListWebhooks, { params })).toMatchObject(refused(401, 'unauthorized'))
    }
    expect(await client.call(DeleteIntegration, { params })).toMatchObject(refused(404, 'integration_not_found'))
    const { pool } = server.database
    for (const table of ['integration_keys', 'webhooks']) {
      expect((await pool.query(`select from ${table} where integration_id = $1`, [integrationId])).rowCount).toBe(0)
    }
    expect((await pool.query('select from key_index where key_id = $1', [own.id])).rowCount).toBe(0)
  })
})

describe('the list of integrations', async () => {
  const own = await makeApp(account)
  const types = ['web', 'ios', 'android', 'web', 'unity']
  const all: string[] = []
  for (const type of types) all.push((await make(type, own.client, own.appId)).id)
  const list = (query?: string) =>
    own.client.call(ListIntegrations, { params: { appId: own.appId }, ...(query === undefined ? {} : { query }) })

  test('has those of the app only, oldest first, as they are got', async () => {
    const { status, body } = await list()
    expect(status).toBe(200)
    expect(idsOf(body.integrations)).toEqual(all)
    expect(body.meta).toEqual({ hasMore: false })
    const params = { appId: own.appId, integrationId: String(all[0]) }
    expect((await own.client.call(GetIntegration, { params })).body.integration).toEqual(body.integrations[0])
  })

  test('shows each custom integration with its own webhooks', async () => {
    const app = await makeApp(account)
    const [one, two] = [await makeCustom(app.client, app.appId), await makeCustom(app.client, app.appId)]
    const { body } = await app.client.call(ListIntegrations, { params: app })
    expect(body.integrations).toEqual([one.integration, two.integration])
  })

  test('is filtered by types', async () => {
    expect(idsOf((await list('filter[types]=web')).body.integrations)).toEqual([all[0], all[3]])
    expect(idsOf((await list('filter[types]=ios,unity')).body.integrations)).toEqual([all[1], all[4]])
    expect(idsOf((await list('filter%5Btypes%5D=ios%2C%20unity')).body.integrations)).toEqual([all[1], all[4]])
    expect((await list('filter[types]=viber')).body).toEqual({ integrations: [], meta: { hasMore: false } })
  })

  test.each([
    'filter[types]=wechat',
    'filter[types]=web,nothing',
    'filter[types]=',
    'filter[types]=Web',
    'filter[types]=web&filter[types]=ios',
    'filter[types]=__proto__',
    `page[after]=${missing}&page[before]=${missing}`,
    'page[size]=101',
    'page[after]=x',
    'filter=web',
  ])('refuses %s', async query => {
    const error = { code: 'bad_request', title: 'Invalid query parameters' }
    expect(await list(query)).toMatchObject({ status: 400, body: { errors: expect.arrayContaining([error]) } })
  })

  test('is walked by its links in both directions, with the filter', async () => {
    const bare = new ApiClient('', own.key)
    type Page = Awaited<ReturnType<typeof list>>['body']
    const pages: Page[] = [(await list('page[size]=1&filter[types]=web,unity')).body]
    for (let next = pages[0]?.links?.next; next !== undefined; next = pages.at(-1)?.links?.next) {
      pages.push((await bare.send<Page>('GET', next)).body)
    }
    expect(pages.map(page => idsOf(page.integrations))).toEqual([[all[0]], [all[3]], [all[4]]])
    expect(pages.map(page => page.meta.hasMore)).toEqual([true, true, false])
    const back: Page[] = []
    for (let prev = pages.at(-1)?.links?.prev; prev !== undefined; prev = back.at(-1)?.links?.prev) {
      back.push((await bare.send<Page>('GET', prev)).body)
    }
    expect(back.map(page => idsOf(page.integrations))).toEqual([[all[3]], [all[0]]])
  })

  test('goes on from the place of an integration that was deleted, or of another app', async () => {
    const gone = await make('web', own.client, own.appId)
    const last = await make('web', own.client, own.appId)
    await own.client.call(DeleteIntegration, { params: { appId: own.appId, integrationId: gone.id } })
    expect(idsOf((await list(`page[after]=${gone.id}`)).body.integrations)).toEqual([last.id])
    expect(idsOf((await list(`page[before]=${gone.id}`)).body.integrations)).toEqual(all)
    const foreign = await make('web')
    expect((await list(`page[after]=${foreign.id}`)).body.integrations).toEqual([])
  })

  test('is not for other apps, and an app that does not exist has none', async () => {
    const params = { appId: own.appId }
    expect(await account.as(key).call(ListIntegrations, { params })).toMatchObject(refused(403, 'forbidden'))
    expect(await account.call(ListIntegrations, { params: { appId: missing } })).toMatchObject(
      refused(404, 'app_not_found'),
    )
  })
})
