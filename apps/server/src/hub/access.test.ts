import { CreateApp } from '@parhelion/contract'
import type { Refusal } from '@parhelion/testkit'
import { describe, expect, test } from 'vitest'
import { Browser, signedIn } from '../testing/browser.ts'
import { makeGroup, makeUser } from '../testing/conversation.ts'
import { rawRequest, requestHead } from '../testing/raw-http.ts'
import { makeTenant } from '../testing/tenant.ts'
import { makeApp, makeServiceAccount, testServer } from '../testing/test-server.ts'

const server = await testServer()
const { account, accountKey, anonymous } = server
const behindProxy = await testServer({ beside: server, config: { publicUrl: 'https://hub.example.com' } })
const me = () => signedIn(server, accountKey)
const body = { displayName: 'Made by a page' }

describe('what a page of another origin asks for', () => {
  const host = new URL(anonymous.address).host
  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site' }],
    ['nobody knows where, for a change', { 'sec-fetch-site': 'none' }],
    ['another origin, told by an older browser', { 'sec-fetch-site': '', origin: 'https://evil.example' }],
    ['an opaque origin', { 'sec-fetch-site': '', origin: 'null' }],
    ['a name that begins like ours', { 'sec-fetch-site': '', origin: `http://${host}.evil.example` }],
  ])('from %s is refused', async (_, headers) => {
    const one = await me()
    for (const [method, path] of [
      ['POST', '/hub/v2/apps'],
      ['POST', '/hub/session'],
      ['DELETE', '/hub/session'],
      ['DELETE', '/hub/receiver/calls'],
    ] as const) {
      const answer = await raw(one, method, path, { ...headers, 'x-parhelion-console': '1' })
      expect([path, answer.status]).toEqual([path, 403])
    }
    expect((await one.send('GET', '/hub/session')).status).toBe(200)
  })

  test('is refused when it only reads, too', async () => {
    const one = await me()
    for (const path of [
      '/hub/session',
      '/hub/installation',
      '/hub/v2/apps',
      '/hub/receiver/calls',
      '/hub/receiver/stream',
    ])
      expect((await one.send('GET', path, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
    expect((await one.send('GET', '/hub/session', { headers: { 'sec-fetch-site': 'none' } })).status).toBe(200)
  })

  test.each([{}, { 'x-parhelion-console': '' }, { 'x-parhelion-console': 'true' }])(
    'is refused without the header that only our pages send: %j',
    async headers => {
      const one = await me()
      for (const [method, path] of [
        ['POST', '/hub/session'],
        ['DELETE', '/hub/session'],
        ['POST', '/hub/v2/apps'],
      ] as const) {
        const { status, body } = await raw(one, method, path, { 'sec-fetch-site': 'same-origin', ...headers })
        expect([status, JSON.parse(body).errors[0].title]).toEqual([
          403,
          expect.stringContaining('x-parhelion-console: 1'),
        ])
      }
    },
  )

  test('is let in from our own origin, as browsers and proxies name it', async () => {
    const one = await me()
    const asked = (origin: string) => ({ 'sec-fetch-site': '', origin, 'x-parhelion-console': '1' })
    expect((await raw(one, 'POST', '/hub/v2/apps', asked(anonymous.address))).status).toBe(201)
    const proxied = new Browser(behindProxy.anonymous.address, one.cookie)
    expect((await raw(proxied, 'POST', '/hub/v2/apps', asked('https://hub.example.com'))).status).toBe(201)
    expect((await raw(proxied, 'POST', '/hub/v2/apps', asked('http://hub.example.com'))).status).toBe(403)
  })

  /** Exactly these headers, and the cookie; an empty one is left out. */
  async function raw(browser: Browser, method: string, path: string, headers: Record<string, string>) {
    const sent = Object.entries(headers).filter(([name, value]) => name !== 'sec-fetch-site' || value !== '')
    const address = browser.address
    const response = await fetch(address + path, {
      method,
      headers: [...sent, ['cookie', browser.cookie ?? ''], ['content-type', 'application/json']] as [string, string][],
      ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
    })
    return { status: response.status, body: await response.text() }
  }
})

describe('under /hub/v2', () => {
  test('lie the operations of /v2, with their checks, replies and errors', async () => {
    const one = await me()
    const made = await one.send<{ app: { id: string } }>('POST', '/hub/v2/apps', { body })
    expect(made).toMatchObject({ status: 201, body: { app: body } })
    const path = `/v2/apps/${made.body.app.id}`
    const [here, there] = [await one.send('GET', `/hub${path}`), await account.send('GET', path)]
    expect(here.body).toEqual(there.body)
    expect(await one.send('POST', '/hub/v2/apps', { body: {} })).toMatchObject({ status: 400 })
    expect(await one.send('PUT', '/hub/v2/apps')).toMatchObject({ status: 405 })
    expect(await one.send('GET', '/hub/v2/nothing')).toMatchObject({ status: 404 })
    expect((await one.send('HEAD', `/hub${path}`)).status).toBe(200)
  })

  test('a list is read on by its cursor', async () => {
    const one = await me()
    for (let i = 0; i < 3; i++) await account.call(CreateApp, { body })
    const first = await one.send<{ apps: { id: string }[]; meta: { afterCursor: string } }>(
      'GET',
      '/hub/v2/apps?page[size]=2',
    )
    const next = await one.send<typeof first.body>(
      'GET',
      `/hub/v2/apps?page[size]=2&page[after]=${first.body.meta.afterCursor}`,
    )
    expect(first.body.apps).toHaveLength(2)
    expect(next.body.apps.map(({ id }) => id)).not.toContain(first.body.meta.afterCursor)
  })

  test('a file is uploaded as by a client', async () => {
    const app = await makeApp(account)
    const { conversationId } = await makeGroup(app, [await makeUser(app)])
    const form = new FormData()
    form.append('source', new File(['text'], 'ü.txt'))
    const one = await signedIn(server, app.key)
    const response = await fetch(
      `${one.address}/hub/v2/apps/${app.appId}/attachments?access=public&for=message&conversationId=${conversationId}`,
      {
        method: 'POST',
        body: form,
        headers: { cookie: one.cookie ?? '', 'sec-fetch-site': 'same-origin', 'x-parhelion-console': '1' },
      },
    )
    expect(response.status).toBe(201)
  })

  test('a session may do what its key may, and sees nothing of others', async () => {
    const [mine, theirs] = [await makeTenant(account), await makeTenant(account)]
    const one = await signedIn(server, mine.appKey)
    const statusOf = async (method: string, path: string) => (await one.send(method, path)).status
    expect(await statusOf('GET', `/hub/v2/apps/${mine.appId}`)).toBe(200)
    expect(await statusOf('GET', `/hub/v2/apps/${theirs.appId}`)).toBe(403)
    expect(await statusOf('GET', `/hub/v2/apps/${mine.appId}/integrations/${theirs.integrationId}`)).toBe(404)
    for (const path of ['/hub/v2/apps', '/hub/v2/serviceAccounts', `/hub/v2/apps/${mine.appId}/keys`])
      expect([path, await statusOf('GET', path)]).toEqual([path, 403])
    const stranger = await signedIn(server, (await makeServiceAccount(account)).key)
    expect((await stranger.send('GET', `/hub/v2/apps/${mine.appId}`)).status).toBe(404)
  })

  test.each([
    '/hub/%76%32/apps',
    '/%68ub/v2/apps',
    '/HUB/v2/apps',
    '/hub//v2/apps',
    '//hub/v2/apps',
    '/hub/hub/v2/apps',
    '/hub/../v2/apps',
    '/hub/./v2/apps',
    '/hub/sc/v2/apps',
    '/sc/hub/v2/apps',
    '/hub/oauth/authorize',
    '/hub/attachments/v2/x/y',
    '/hub/health',
    '/hub',
    '/hub/',
    '/hub/v2',
  ])('alone: %s is nothing, with a session and with a key', async path => {
    const { cookie } = await me()
    const pair = Buffer.from(`${accountKey.id}:${accountKey.secret}`).toString('base64')
    for (const credential of [`Cookie: ${cookie}`, `Authorization: Basic ${pair}`]) {
      const answer = await rawRequest(anonymous.address, requestHead(`GET ${path} HTTP/1.1`, credential))
      expect([path, answer.status]).toEqual([path, 404])
    }
  })

  test('a proxy that sends the whole address is understood, and no address makes a cookie count for /v2', async () => {
    const { cookie } = await me()
    const statusOf = async (target: string) =>
      (await rawRequest(anonymous.address, requestHead(`GET ${target} HTTP/1.1`, `Cookie: ${cookie}`))).status
    expect(await statusOf('http://hub.example.com/hub/v2/apps')).toBe(200)
    expect(await statusOf('http://hub.example.com/v2/apps')).toBe(401)
    expect(await statusOf('http://hub/v2/apps')).toBe(401)
    expect(await statusOf('http:///hub/v2/apps')).toBe(200)
    expect(await statusOf('/v2/apps?/hub/v2/')).toBe(401)
    expect(await statusOf('/v2/apps#/hub/v2/')).toBe(401)
  })
})

describe('what runs here', () => {
  type Installation = { signedIn: boolean; demo?: { appId: string } }
  const seenBy = async (browser: Browser) => (await browser.send<Installation>('GET', '/hub/installation')).body

  test('is told to everybody, but not which apps there are', async () => {
    const { appId, key } = await makeApp(account)
    const demo = { appId, integrationId: '1'.repeat(24), webhookId: '2'.repeat(24) }
    server.app.hub.demo = { ...demo, appKey: key } as typeof demo
    const common = { version: expect.stringMatching(/^\d+\.\d+\.\d+/), mode: 'development', address: anonymous.address }
    expect(await seenBy(new Browser(anonymous.address))).toEqual({ ...common, signedIn: false })
    expect(await seenBy(new Browser(anonymous.address, 'parhelion_session=wrong'))).toEqual({
      ...common,
      signedIn: false,
    })
    expect(await seenBy(await me())).toEqual({ ...common, signedIn: true, demo })
    expect(await seenBy(await signedIn(server, key))).toEqual({ ...common, signedIn: true, demo })
    const other = await makeApp(account)
    expect(await seenBy(await signedIn(server, other.key))).toEqual({ ...common, signedIn: true })
    const stranger = await makeServiceAccount(account)
    expect(await seenBy(await signedIn(server, stranger.key))).toEqual({ ...common, signedIn: true })
  })
})

test('without a console there is nothing under /hub, and the rest is as ever', async () => {
  const off = await testServer({ beside: server, config: { console: false } })
  const one = new Browser(off.anonymous.address, (await me()).cookie)
  for (const path of [
    '/hub/session',
    '/hub/installation',
    '/hub/v2/apps',
    '/hub/receiver/calls',
    '/reference',
    '/guides',
  ])
    expect([path, (await one.send<Refusal>('GET', path)).status]).toEqual([path, 404])
  expect(await one.send('GET', '/')).toMatchObject({ status: 200, body: expect.stringContaining('/openapi.json') })
  expect((await off.account.send('GET', '/v2/apps')).status).toBe(200)
  expect((await off.anonymous.send('GET', '/demo/webhook')).status).toBe(200)
})
