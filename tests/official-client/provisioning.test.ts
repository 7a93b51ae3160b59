import { describe, expect, test } from 'vitest'
import { testServer } from '../../apps/server/src/testing/test-server.ts'
import { type Api, type As, type apis, call, type Key, type Model, official, withBasic, withToken } from './client.ts'

const server = await testServer()
const { address } = server.account

const hex = expect.stringMatching(/^[0-9a-f]{24}$/)
/** What the client makes of an empty object: its text. */
const EMPTY = '{}'
const target = 'https://example.com/callback'
const triggers = ['conversation:message', 'conversation:read']

describe.each([
  ['Basic authentication', withBasic],
  ['a bearer token', withToken],
] as const)('the official client with %s', (_, as) => {
  test('drives everything from making an app to deleting it, and its models parse the replies', async () => {
    const account = await as(address, server.accountKey, 'account')
    const { app } = await call(account.apps, 'createApp', { displayName: 'My App', metadata: { lang: 'ünï' } })
    expect(app?.constructor.name).toBe('App')
    expect(app).toMatchObject({ id: hex, displayName: 'My App', metadata: { lang: 'ünï' } })
    expect(app?.settings?.constructor.name).toBe('AppSettings')
    const appId = app?.id

    const { key } = await call(account.appKeys, 'createAppKey', appId, { displayName: 'App key' })
    expect(key).toMatchObject({ id: expect.stringMatching(/^app_[0-9a-f]{24}$/), displayName: 'App key' })
    expect(await call(account.appKeys, 'getAppKey', appId, key?.id)).toEqual({ key })
    expect((await call(account.appKeys, 'listAppKeys', appId)).keys).toEqual([key])

    const asApp = await as(address, key as unknown as Key, 'app')
    expect((await call(asApp.apps, 'getApp', appId)).app).toEqual(app)
    const update = await call(asApp.apps, 'updateApp', appId, { displayName: 'Renamed' })
    expect(update.app).toMatchObject({ id: appId, displayName: 'Renamed', metadata: { lang: 'ünï' } })
    await integrations(asApp, as, appId)

    expect(await call(account.appKeys, 'deleteAppKey', appId, key?.id)).toEqual(EMPTY)
    await expect(call(asApp.apps, 'getApp', appId)).rejects.toMatchObject({ status: 401 })
    expect(await call(account.apps, 'deleteApp', appId)).toEqual(EMPTY)
    await expect(call(account.apps, 'getApp', appId)).rejects.toMatchObject({
      status: 404,
      body: { errors: [{ code: 'app_not_found', title: 'App not found' }] },
    })
  })

  test('walks a list with its own page and filter', async () => {
    const account = await as(address, server.accountKey, 'account')
    const { app } = await call(account.apps, 'createApp', { displayName: 'Listed' })
    const ids: unknown[] = []
    for (const type of ['web', 'ios', 'web']) {
      const { integration } = await call(account.integrations, 'createIntegration', app?.id, { type })
      ids.push(integration?.id)
    }
    const Page = official.Page as Model
    const page = Object.assign(new Page(), { size: 1 })
    const first = await call(account.integrations, 'listIntegrations', app?.id, { page, filter: { types: 'web' } })
    expect(first.integrations).toMatchObject([{ id: ids[0], type: 'web', status: 'active' }])
    expect(first.meta).toMatchObject({ hasMore: true, afterCursor: ids[0] })
    const next = Object.assign(new Page(), { after: first.meta?.afterCursor })
    const second = await call(account.integrations, 'listIntegrations', app?.id, {
      page: next,
      filter: { types: 'web' },
    })
    expect(second.integrations).toMatchObject([{ id: ids[2] }])
    expect(second.meta).toMatchObject({ hasMore: false })
    const apps = await call(account.apps, 'listApps', { page: Object.assign(new Page(), { size: 100 }) })
    expect(apps.apps).toContainEqual(expect.objectContaining({ id: app?.id, displayName: 'Listed' }))
    await call(account.apps, 'deleteApp', app?.id)
  })
})

async function integrations(asApp: ReturnType<typeof apis>, as: As, appId: unknown): Promise<void> {
  const Custom = official.Custom as Model
  const body = Object.assign(new Custom(), { type: 'custom', displayName: 'Mine', webhooks: [{ target, triggers }] })
  const { integration } = await call(asApp.integrations, 'createIntegration', appId, body)
  expect(integration).toMatchObject({ id: hex, type: 'custom', status: 'active', displayName: 'Mine' })
  const id = integration?.id
  expect((await call(asApp.integrations, 'getIntegration', appId, id)).integration).toEqual(integration)
  const renamed = await call(asApp.integrations, 'updateIntegration', appId, id, { displayName: 'Renamed' })
  expect(renamed.integration).toMatchObject({ id, displayName: 'Renamed' })

  const { key } = await call(asApp.integrationKeys, 'createCustomIntegrationKey', appId, id, { displayName: 'Key' })
  expect(key).toMatchObject({ id: expect.stringMatching(/^int_[0-9a-f]{24}$/), displayName: 'Key' })
  expect(await call(asApp.integrationKeys, 'getCustomIntegrationKey', appId, id, key?.id)).toEqual({ key })
  expect((await call(asApp.integrationKeys, 'listCustomIntegrationKeys', appId, id)).keys).toEqual([key])
  const asIntegration = await as(address, key as unknown as Key, 'integration')
  await webhooks(asIntegration.webhooks, appId, 'me')
  await webhooks(asApp.webhooks, appId, id)

  expect(await call(asApp.integrationKeys, 'deleteCustomIntegrationKey', appId, id, key?.id)).toEqual(EMPTY)
  await expect(call(asIntegration.webhooks, 'listWebhooks', appId, 'me')).rejects.toMatchObject({ status: 401 })
  expect(await call(asApp.integrations, 'deleteIntegration', appId, id)).toEqual(EMPTY)
}

async function webhooks(api: Api, appId: unknown, integrationId: unknown): Promise<void> {
  const { webhook } = await call(api, 'createWebhook', appId, integrationId, {
    target,
    triggers,
    includeFullUser: true,
  })
  expect(webhook?.constructor.name).toBe('Webhook')
  const secret = expect.stringMatching(/^[0-9a-f]{32}$/)
  expect(webhook).toMatchObject({ id: hex, version: 'v2', target, triggers, secret, includeFullUser: true })
  const id = webhook?.id
  expect((await call(api, 'getWebhook', appId, integrationId, id)).webhook).toEqual(webhook)
  const changed = await call(api, 'updateWebhook', appId, integrationId, id, { triggers: ['user:merge'] })
  expect(changed.webhook).toMatchObject({ id, target, triggers: ['user:merge'], secret: webhook?.secret })
  const list = await call(api, 'listWebhooks', appId, integrationId)
  expect(list.webhooks).toHaveLength(2)
  expect(await call(api, 'deleteWebhook', appId, integrationId, id)).toEqual(EMPTY)
  await expect(call(api, 'getWebhook', appId, integrationId, id)).rejects.toMatchObject({ status: 404 })
}
