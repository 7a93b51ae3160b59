import {
  CreateApp,
  CreateAppKey,
  CreateIntegration,
  CreateWebhook,
  GetApp,
  limits,
  UpdateApp,
  UpdateIntegration,
} from '@parhelion/contract'
import type { Refusal } from '@parhelion/testkit'
import { describe, expect, test } from 'vitest'
import { makeApp, testServer } from '../../testing/test-server.ts'

const { account } = await testServer()
const { appId, client } = await makeApp(account)
const params = { appId }

const OUTSIDE_BMP = '😀'
/** Seven code points that are shown as one sign. */
const FAMILY = '👨‍👩‍👧‍👦'

describe('a length counts code points', () => {
  const { displayNameLength } = limits
  const tooLong = {
    status: 400,
    body: { errors: [{ title: `.displayName: should not be longer than ${displayNameLength} characters` }] },
  }

  test.each([
    ['letters', 'a'.repeat(displayNameLength)],
    ['umlauts', 'ä'.repeat(displayNameLength)],
    ['characters outside the BMP', OUTSIDE_BMP.repeat(displayNameLength)],
    ['joined characters', `${FAMILY.repeat(14)}ab`],
    ['combining marks', 'e\u0301'.repeat(displayNameLength / 2)],
  ])('to the limit and not beyond: %s', async (_, displayName) => {
    expect([...displayName]).toHaveLength(displayNameLength)
    const made = await account.call(CreateApp, { body: { displayName } })
    expect(made).toMatchObject({ status: 201, body: { app: { displayName } } })
    expect(await account.call(CreateApp, { body: { displayName: `${displayName}a` } })).toMatchObject(tooLong)
    expect(await account.call(CreateAppKey, { params, body: { displayName: `${displayName}a` } })).toMatchObject(
      tooLong,
    )
    const web = { type: 'web', displayName: `${displayName}${OUTSIDE_BMP}` }
    expect(await client.call(CreateIntegration, { params, body: web })).toMatchObject(tooLong)
  })

  test('of an address as well', async () => {
    const target = (length: number) => `https://example.com/${'x'.repeat(length - 20)}`
    const make = (length: number) =>
      client.call(CreateIntegration, {
        params,
        body: { type: 'custom', webhooks: [{ target: target(length), triggers: ['*'] }] },
      })
    expect((await make(limits.urlLength)).status).toBe(201)
    expect(await make(limits.urlLength + 1)).toMatchObject({
      status: 400,
      body: { errors: [{ title: '.webhooks[0].target: should not be longer than 2048 characters' }] },
    })
  })
})

describe('metadata', () => {
  const update = (metadata: unknown) => account.call(UpdateApp, { params, body: { metadata } })

  test.each([
    ['letters', { ab: 'x'.repeat(4094) }, { ab: 'x'.repeat(4095) }],
    ['bytes of UTF-8', { é: `${OUTSIDE_BMP.repeat(1023)}ab` }, { é: `${OUTSIDE_BMP.repeat(1023)}abc` }],
    ['numbers and flags as text', { a: 'x'.repeat(4085), b: 1.5, c: false }, { a: 'x'.repeat(4087), b: 1.5, c: true }],
  ])('is taken to 4096 bytes and not beyond: %s', async (_, fits, exceeds) => {
    const size = (of: object) => Buffer.byteLength(Object.entries(of).flat().join(''))
    expect([size(fits), size(exceeds)]).toEqual([4096, 4097])
    expect(await update(fits)).toMatchObject({ status: 200, body: { app: { metadata: fits } } })
    expect(await update(exceeds)).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'bad_request', title: 'App metadata is limited to 4096 bytes in size.' }] },
    })
    expect((await account.call(GetApp, { params })).body.app.metadata).toEqual(fits)
  })

  test('comes back as it was sent, also with names and numbers that are traps', async () => {
    const metadata = {
      constructor: 'x',
      toString: true,
      hasOwnProperty: 0,
      '': 'empty name',
      "'; drop table apps; --": "'",
      'a.b[0]': '\\',
      large: 1.7976931348623157e308,
      small: 5e-324,
      unsafe: 9007199254740992,
      exact: 0.1,
      line: '\r\n\t\u2028\u0001',
      outside: `${OUTSIDE_BMP}${FAMILY}`,
    }
    expect((await update(metadata)).status).toBe(200)
    const { body } = await account.call(GetApp, { params })
    expect(body.app.metadata).toEqual(metadata)
  })

  test('has no negative zero, in this as JSON of the database', async () => {
    const body = '{"metadata":{"n":-0}}'
    const answer = await account.send('PATCH', `/v2/apps/${appId}`, { body })
    expect(answer).toMatchObject({ status: 200 })
    const read = await account.call(GetApp, { params })
    expect(Object.is(read.body.app.metadata?.n, 0)).toBe(true)
  })
})

test('properties that are not known are left out, whatever they hold', async () => {
  const body = { displayName: 'Known', id: 'mine', admin: true, constructor: { x: 1 }, settings: { mine: 1 } }
  const made = await account.call(CreateApp, { body })
  expect(made.status).toBe(201)
  expect(made.body.app.id).not.toBe('mine')
  const read = await account.call(GetApp, { params: { appId: made.body.app.id } })
  expect(Object.keys(read.body.app).sort()).toEqual(['displayName', 'id', 'settings', 'subdomain'])
  expect(read.body.app.settings).not.toHaveProperty('mine')
})

test.each(['x', 7, {}, null, true, []])(
  'a custom integration leaves out the properties that only the other types have, whatever they hold: %j',
  async value => {
    const app = await makeApp(account)
    const webhook = { target: 'https://example.com/', triggers: ['*'] }
    const others = { showAIDisclaimer: value, defaultResponderId: value, brandColor: value, attachmentsEnabled: value }
    const body = { type: 'custom', webhooks: [webhook], ...others }
    const made = await app.client.call(CreateIntegration, { params: { appId: app.appId }, body })
    expect(made.status).toBe(201)
    const { id: integrationId } = made.body.integration
    const changed = await app.client.call(UpdateIntegration, {
      params: { appId: app.appId, integrationId },
      body: others,
    })
    expect(changed).toMatchObject({ status: 200, body: made.body })
    expect(Object.keys(changed.body.integration).sort()).toEqual(['id', 'status', 'type', 'webhooks'])
  },
)

test('a repeated name counts once, with its last value', async () => {
  const body = '{"displayName":"first","displayName":"last"}'
  const answer = await account.send('POST', '/v2/apps', { body })
  expect(answer).toMatchObject({ status: 201, body: { app: { displayName: 'last' } } })
})

test('a body may begin with a BOM', async () => {
  const answer = await account.send('POST', '/v2/apps', { body: '\ufeff{"displayName":"BOM"}' })
  expect(answer).toMatchObject({ status: 201, body: { app: { displayName: 'BOM' } } })
})

describe('an address of a webhook', () => {
  const make = async (target: string) => {
    const app = await makeApp(account)
    const body = { type: 'custom', webhooks: [{ target, triggers: ['*'] }] }
    return app.client.call(CreateIntegration, { params: { appId: app.appId }, body })
  }

  test.each([
    'http://[::1/',
    'http://[]/',
    'http://example.com:99999/',
    'http://example.com:port/',
    'https://exam ple.com/',
    'https://example.com/%zz',
    'https://user@/',
    'https://%/',
    'https://example.com/\n',
    'https:///path',
    'https:example.com',
    'javascript://x/%0aalert(1)',
    'http://ex\\ample.com/',
  ])('that is none is refused: %s', async target => {
    const answer = await make(target)
    expect(answer.status).toBe(400)
    const [error] = (answer.body as unknown as Refusal).errors
    expect(error?.title).toBe('.webhooks[0].target: should be an absolute http or https address')
  })

  test.each(['http://localhost:8080/x?y=1#z', 'HTTPS://EXAMPLE.COM', 'http://[::1]:80/'])(
    'that is one is kept as it was sent: %s',
    async target => {
      const { status, body } = await make(target)
      expect(status).toBe(201)
      expect(body.integration).toMatchObject({ webhooks: [{ target }] })
    },
  )
})

test('a target with credentials is refused, and not repeated', async () => {
  const { appId, client } = await makeApp(account)
  const webhooks = [{ target: 'https://user:canary@example.com/', triggers: ['*'] }]
  const { status, body } = await client.call(CreateIntegration, {
    params: { appId },
    body: { type: 'custom', webhooks },
  })
  expect([status, JSON.stringify(body)]).toEqual([
    400,
    expect.stringContaining('target: should have no credentials in it'),
  ])
  expect(JSON.stringify(body)).not.toContain('canary')
})

test('a webhook may not be one too many for its app, even together with its integration', async () => {
  const app = await makeApp(account)
  const body = { target: 'https://example.com/', triggers: ['*'] as const }
  const custom = { type: 'custom', webhooks: [body] }
  const first = await app.client.call(CreateIntegration, { params: { appId: app.appId }, body: custom })
  const at = { appId: app.appId, integrationId: first.body.integration.id }
  for (let i = 1; i < limits.webhooksPerApp; i++) {
    expect((await app.client.call(CreateWebhook, { params: at, body })).status).toBe(201)
  }
  const refusal = {
    status: 400,
    body: { errors: [{ code: 'bad_request', title: 'Limit of 10 webhooks per app reached' }] },
  }
  expect(await app.client.call(CreateWebhook, { params: at, body })).toMatchObject(refusal)
  expect(await app.client.call(CreateIntegration, { params: { appId: app.appId }, body: custom })).toMatchObject(
    refusal,
  )
})

test('no text is slow to read by what it is made of', async () => {
  const length = 100_000
  const fill = (piece: string, end = '') => piece.repeat((length - end.length) / piece.length) + end
  const secondsFor = async (qrCodeUrl: string) => {
    const began = performance.now()
    const body = { type: 'line', qrCodeUrl }
    expect((await client.call(CreateIntegration, { params, body })).status).toBe(201)
    return performance.now() - began
  }
  const fastest = async (text: string) =>
    Math.min(await secondsFor(text), await secondsFor(text), await secondsFor(text))
  const plain = await fastest(`https://x/${fill('a')}`)
  for (const hostile of [fill('/a.b#'), fill('.a', '!'), fill('/.'), fill('a', '.'), fill('?')]) {
    expect(await fastest(`https://x${hostile}`)).toBeLessThan(plain * 15)
  }
})
