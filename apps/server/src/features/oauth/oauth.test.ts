import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  CreateOAuthClient,
  CreateUser,
  CreateWebhook,
  DeleteIntegration,
  DeleteOAuthClient,
  GetApp,
  GetToken,
  GetTokenInfo,
  ListOAuthClients,
  ListWebhooks,
  RevokeAccess,
} from '@parhelion/contract'
import { bearer } from '@parhelion/testkit'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { consentPage } from '../../testing/consent-page.ts'
import { movableClock } from '../../testing/movable-clock.ts'
import { refused } from '../../testing/refused.ts'
import { makeApp, makeCustom, testServer, webhookBody } from '../../testing/test-server.ts'

const clock = movableClock()
const server = await testServer({ clock })
const { account, anonymous } = server
const { address } = anonymous
const redirectUri = 'https://partner.example/callback?keep=1'

const removals: unknown[] = []
const receiver = createServer((request, response) => {
  request.on('data', data => removals.push(JSON.parse(String(data))))
  response.end()
})
await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
const removeUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/removed`
afterAll(() => receiver.close())

async function makePartner(displayName = 'Example <b>Bot</b>') {
  const { status, body } = await account.call(CreateOAuthClient, {
    body: { displayName, redirectUris: [redirectUri, 'https://partner.example/other'], removeUrl },
  })
  expect(status).toBe(201)
  return { clientId: body.oauthClient.id, secret: body.clientSecret }
}

const partner = await makePartner()

const { authorize, decide, codeFor } = consentPage(address, partner.clientId)

const exchange = (code: string, change: Record<string, unknown> = {}) =>
  anonymous.call(GetToken, {
    body: {
      code,
      grant_type: 'authorization_code',
      client_id: partner.clientId,
      client_secret: partner.secret,
      ...change,
    },
  })

async function connect() {
  const app = await makeApp(account)
  const { body } = await exchange(await codeFor(app.key))
  return { ...app, partner: anonymous.as(bearer(body.access_token)), token: body.access_token }
}

describe('the page', () => {
  test('names the partner, runs nothing, and can be put into no other page', async () => {
    const page = await authorize({ state: '"><script>' })
    const html = await page.text()
    expect(page.status).toBe(200)
    expect(html).toContain('Example &lt;b&gt;Bot&lt;/b&gt; asks for access')
    expect(html).not.toMatch(/<script|<b>/)
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'nonce-[\w-]+'; form-action 'self' https:\/\/partner\.example; frame-ancestors 'none'; base-uri 'none'$/,
    )
    expect(page.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/)
  })

  test('is remembered by a cookie that goes by https alone where people reach us so', async () => {
    const cookieAt = async (at: string) =>
      (await consentPage(at, partner.clientId).authorize({})).headers.get('set-cookie')
    const given = /^parhelion_consent=[\w-]{32}; HttpOnly; SameSite=Strict; Path=\/; Max-Age=600/
    const behindProxy = await testServer({ beside: server, config: { publicUrl: 'https://chat.example.com' } })
    expect((await cookieAt(address))?.replace(given, '')).toBe('')
    expect((await cookieAt(behindProxy.anonymous.address))?.replace(given, '')).toBe('; Secure')
  })

  test.each([
    ['a partner that is not known', { client_id: 'f'.repeat(24) }],
    ['an address that was not registered', { redirect_uri: 'https://evil.example/' }],
    ['an address that only begins like one', { redirect_uri: `${redirectUri}&x=1` }],
  ])('leads nowhere for %s', async (_, query) => {
    const page = await authorize(query)
    expect(page.status).toBe(400)
    expect(page.headers.get('location')).toBeNull()
    expect(await page.text()).toContain('Access cannot be given')
  })

  test('leads back with what was asked for in no known way', async () => {
    const page = await authorize({ response_type: 'token', state: 's' })
    expect(page.headers.get('location')).toBe(`${redirectUri}&error=unsupported_response_type&state=s`)
  })
})

describe('the answer of the owner', () => {
  test('leads back with a code, and with the state as it was', async () => {
    const { key } = await makeApp(account)
    const state = 'a&b=c#d %00 🌞'
    const answer = await decide(
      { key_id: key.id, secret: key.secret },
      { state, redirect_uri: 'https://partner.example/other' },
    )
    const url = new URL(answer.headers.get('location') ?? '')
    expect([answer.status, url.origin + url.pathname, url.searchParams.get('state')]).toEqual([
      302,
      'https://partner.example/other',
      state,
    ])
    expect(url.searchParams.get('code')).toMatch(/^[\w-]{43}$/)
  })

  test('that is no leads back with access_denied', async () => {
    const answer = await decide({ decision: 'deny' }, { state: 's' })
    expect(answer.headers.get('location')).toBe(`${redirectUri}&error=access_denied&state=s`)
  })

  test.each([
    ['a wrong secret', async () => ({ key_id: (await makeApp(account)).key.id, secret: 'wrong' })],
    ['nothing', async () => ({})],
    [
      'a key of the account and no app',
      async () => ({ key_id: server.accountKey.id, secret: server.accountKey.secret }),
    ],
    [
      'a key of an integration',
      async () => {
        const { appId, client } = await makeApp(account)
        const { key } = await makeCustom(client, appId)
        return { key_id: key.id, secret: key.secret }
      },
    ],
  ])('with %s is asked for again, and nobody is led anywhere', async (_, fields) => {
    const answer = await decide(await fields())
    expect([answer.status, answer.headers.get('location')]).toEqual([403, null])
    expect(await answer.text()).toContain('do not show that an app is yours')
  })

  test('counts only from the page that was opened here', async () => {
    const { key } = await makeApp(account)
    const fields = {
      client_id: partner.clientId,
      redirect_uri: redirectUri,
      decision: 'allow',
      key_id: key.id,
      secret: key.secret,
    }
    const send = (token: string, cookie: string) =>
      fetch(`${address}/oauth/consent`, {
        method: 'POST',
        body: new URLSearchParams({ ...fields, token }),
        headers: { cookie },
        redirect: 'manual',
      })
    for (const answer of [
      await send('', ''),
      await send('x', ''),
      await send('x', 'parhelion_consent=y'),
      await send('', 'parhelion_consent='),
    ])
      expect([answer.status, answer.headers.get('location')]).toEqual([400, null])
  })
})

describe('a token', () => {
  test('reads and writes the app it was given for, and tells which that is', async () => {
    const { appId, partner: bot, client } = await connect()
    expect((await bot.call(CreateUser, { params: { appId }, body: {} })).status).toBe(201)
    const info = await bot.call(GetTokenInfo)
    expect(info).toMatchObject({ status: 200, body: (await client.call(GetApp, { params: { appId } })).body })
    const params = { appId, integrationId: 'me' }
    expect((await bot.call(CreateWebhook, { params, body: webhookBody })).status).toBe(201)
    expect((await bot.call(ListWebhooks, { params })).body.webhooks).toHaveLength(1)
    expect(await bot.call(GetApp, { params: { appId } })).toMatchObject(refused(403, 'forbidden'))
  })

  test('reaches no other app', async () => {
    const [{ partner: bot }, other] = [await connect(), await makeApp(account)]
    expect(await bot.call(CreateUser, { params: { appId: other.appId }, body: {} })).toMatchObject(
      refused(403, 'forbidden'),
    )
  })

  test('is given for an app that a key of the account names', async () => {
    const { appId } = await makeApp(account)
    const { body } = await exchange(await codeFor(server.accountKey, { app_id: appId }))
    const info = await anonymous.as(bearer(body.access_token)).call(GetTokenInfo)
    expect(info.body.app.id).toBe(appId)
  })

  test('is the second one of the same integration when the owner agrees again', async () => {
    const { appId, key, client, partner: first } = await connect()
    const { body } = await exchange(await codeFor(key))
    const second = anonymous.as(bearer(body.access_token))
    const params = { appId, integrationId: 'me' }
    await first.call(CreateWebhook, { params, body: webhookBody })
    expect((await second.call(ListWebhooks, { params })).body.webhooks).toHaveLength(1)
    expect(client).toBeDefined()
  })
})

describe('a code', () => {
  test('is good for one of two exchanges at once, and what it gave ends', async () => {
    const { key } = await makeApp(account)
    const code = await codeFor(key)
    const answers = await Promise.all([exchange(code), exchange(code)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
    const token = answers.find(({ status }) => status === 200)?.body.access_token ?? ''
    expect(await anonymous.as(bearer(token)).call(GetTokenInfo)).toMatchObject({ status: 401 })
  })

  test('is good for ten minutes', async () => {
    const { key } = await makeApp(account)
    const code = await codeFor(key)
    clock.forward(10 * 60_000)
    expect(await exchange(code)).toMatchObject(refused(400, 'bad_request'))
    clock.forward(-10 * 60_000)
    expect((await exchange(code)).status).toBe(200)
  })

  test.each([
    ['another partner', { client_id: 'other' }, 400],
    ['a partner that is not known', { client_id: 'f'.repeat(24) }, 401],
    ['a wrong secret', { client_secret: 'wrong' }, 401],
    ['another kind of grant', { grant_type: 'password' }, 400],
    ['no secret', { client_secret: undefined }, 400],
  ])('is worth nothing to %s', async (_, change, status) => {
    const { key } = await makeApp(account)
    const code = await codeFor(key)
    const other = await makePartner('Other')
    const sent =
      'client_id' in change && change.client_id === 'other'
        ? { client_id: other.clientId, client_secret: other.secret }
        : change
    expect(await exchange(code, sent)).toMatchObject({ status, body: { errors: [expect.anything()] } })
  })

  test('that nobody gave out is refused', async () => {
    expect(await exchange('made up')).toMatchObject(refused(400, 'bad_request'))
  })
})

describe('access ends', () => {
  const ended = async (bot: typeof anonymous) => (await bot.call(GetTokenInfo)).status

  test('when the partner gives it back: webhooks go, and the partner is told', async () => {
    const { appId, partner: bot } = await connect()
    await bot.call(CreateWebhook, { params: { appId, integrationId: 'me' }, body: webhookBody })
    expect(await bot.call(RevokeAccess)).toMatchObject({ status: 200, body: {} })
    expect(await ended(bot)).toBe(401)
    const { rowCount } = await server.database.pool.query('select from webhooks where app_id = $1', [appId])
    expect(rowCount).toBe(0)
    await vi.waitFor(() => expect(removals).toContainEqual(expect.objectContaining({ appId })), 60_000)
  })

  test('when the owner removes the integration', async () => {
    const { appId, client, partner: bot } = await connect()
    const { rows } = await server.database.pool.query('select integration_id from oauth_grants where app_id = $1', [
      appId,
    ])
    await client.call(DeleteIntegration, { params: { appId, integrationId: rows[0]?.integration_id } })
    expect(await ended(bot)).toBe(401)
  })

  test('for every app when the partner is removed', async () => {
    const gone = await makePartner('Gone')
    const { key } = await makeApp(account)
    const code = await codeFor(key, { client_id: gone.clientId })
    const { body } = await exchange(code, { client_id: gone.clientId, client_secret: gone.secret })
    expect(await account.call(DeleteOAuthClient, { params: { oauthClientId: gone.clientId } })).toMatchObject({
      status: 200,
    })
    expect(await ended(anonymous.as(bearer(body.access_token)))).toBe(401)
    const { body: list } = await account.call(ListOAuthClients)
    expect(list.oauthClients.map(({ id }) => id)).not.toContain(gone.clientId)
  })

  test('not for an integration of no partner', async () => {
    const { appId, client } = await makeApp(account)
    const custom = await makeCustom(client, appId)
    expect(await custom.client.call(RevokeAccess)).toMatchObject(refused(403, 'forbidden'))
  })

  test('not with a restart', async () => {
    const { token } = await connect()
    const beside = await testServer({ beside: server, clock })
    expect((await beside.anonymous.as(bearer(token)).call(GetTokenInfo)).status).toBe(200)
  })
})
