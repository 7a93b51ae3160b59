import {
  CreateApp,
  CreateAppKey,
  CreateCustomIntegrationKey,
  CreateIntegration,
  CreateServiceAccount,
  CreateWebhook,
  GetIntegration,
  ListIntegrations,
  ListServiceAccounts,
  ListWebhooks,
  UpdateIntegration,
} from '@parhelion/contract'
import { authorizationOf, bearer, signToken } from '@parhelion/testkit'
import { describe, expect, test } from 'vitest'
import { canary, disguises, plantedBodies } from '../testing/canaries.ts'
import { forgedTokens } from '../testing/forged-tokens.ts'
import { rawRequest, requestHead } from '../testing/raw-http.ts'
import { exportTables } from '../testing/tables.ts'
import { makeApp, makeCustom, makeServiceAccount, testServer, webhookBody } from '../testing/test-server.ts'

const server = await testServer()
const { account, accountKey, anonymous, database, logged, masterKey } = server
const { appId, key, client } = await makeApp(account)
const params = { appId }
const planted = plantedBodies()

/** Every secret that was sent or came back, by what it is. */
const secrets = new Map<string, string>([
  ['account key', accountKey.secret],
  ['app key', key.secret],
  ['master key', masterKey.toString('latin1')],
])

/** Names of the secrets that stand in the text in any form. */
function found(text: string): string[] {
  return [...secrets].filter(([, secret]) => disguises(secret).some(form => text.includes(form))).map(([name]) => name)
}

describe('a secret of a channel', () => {
  test.each([...planted])('is written and never comes back: %s', async (type, { body, canaries, change, changed }) => {
    for (const [i, secret] of [...canaries, ...changed].entries()) secrets.set(`${type} ${i}`, secret)
    const made = await client.call(CreateIntegration, { params, body })
    expect(made.status).toBe(201)
    const at = { appId, integrationId: made.body.integration.id }
    const answers = [
      made,
      await client.call(GetIntegration, { params: at }),
      await client.call(UpdateIntegration, { params: at, body: change }),
      await client.call(UpdateIntegration, { params: at, body: { displayName: 'Changed' } }),
      await client.call(GetIntegration, { params: at }),
      await client.call(ListIntegrations, { params, query: 'page[size]=100' }),
    ]
    for (const answer of answers) {
      expect(answer.status).toBeLessThan(300)
      expect(found(JSON.stringify([answer.body, ...answer.headers]))).toEqual([])
    }
  })

  test('is planted for every type that has any, or the tests here would show nothing', () => {
    expect(planted.size).toBe(16)
    const without = [...planted].filter(([, { canaries }]) => canaries.length === 0).map(([type]) => type)
    expect(without).toEqual(['custom', 'unity', 'web'])
    expect(secrets.size).toBeGreaterThan(35)
  })
})

test('an export of every table contains no secret in clear, hex or base64', async () => {
  const custom = await makeCustom(client, appId)
  secrets.set('integration key', custom.key.secret)
  const more = await client.call(CreateCustomIntegrationKey, { params: custom, body: { displayName: 'x' } })
  secrets.set('second integration key', more.body.key.secret)
  const { body: appKey } = await account.call(CreateAppKey, { params, body: { displayName: 'x' } })
  secrets.set('second app key', appKey.key.secret)
  const service = await account.call(CreateServiceAccount, { body: { displayName: 'x' } })
  secrets.set('service account', service.body.key.secret)
  const { body: webhook } = await client.call(CreateWebhook, { params: custom, body: webhookBody })
  secrets.set('webhook', webhook.webhook.secret)
  const list = await client.call(ListWebhooks, { params: custom })
  for (const [i, one] of list.body.webhooks.entries()) secrets.set(`listed webhook ${i}`, one.secret)
  const all = await client.call(ListIntegrations, { params, query: 'filter[types]=messagebird' })
  secrets.set('secret of MessageBird', String(all.body.integrations[0]?.webhookSecret))
  expect(JSON.stringify((await account.call(ListServiceAccounts)).body)).not.toContain('secret')

  const tables = await exportTables(database.pool)
  const filled = [...tables].filter(([, rows]) => rows.length > 0).map(([name]) => name)
  expect(filled).toEqual(
    expect.arrayContaining([
      'account_keys',
      'service_accounts',
      'app_keys',
      'integrations',
      'integration_keys',
      'webhooks',
    ]),
  )
  for (const [name, rows] of tables) expect(found(rows.join('\n')), `table ${name}`).toEqual([])
  // The search does find what stands there.
  secrets.set('an id', custom.integrationId)
  expect(found([...tables.values()].flat().join('\n'))).toEqual(['an id'])
  secrets.delete('an id')
})

describe('the log at its most talkative', () => {
  const keep = (name: string) => {
    const secret = canary(name)
    secrets.set(name, secret)
    return secret
  }

  test('holds no secret of requests that succeed', async () => {
    const { key: serviceKey } = await makeServiceAccount(account)
    secrets.set('another service account', serviceKey.secret)
    const token = await signToken(key, { scope: 'app' })
    secrets.set('token', token)
    expect((await anonymous.call(ListIntegrations, { params, as: bearer(token) })).status).toBe(200)
    expect(logged.length).toBeGreaterThan(50)
    expect(found(logged.join(''))).toEqual([])
  })

  test('holds no credential that was refused', async () => {
    const wrong = { id: key.id, secret: keep('wrong secret') }
    const tokens = Object.values(forgedTokens(wrong, 'app', accountKey, 1_800_000_000))
    for (const [i, token] of tokens.entries()) if (token.length > 40) secrets.set(`forged token ${i}`, token)
    const headers = [
      authorizationOf(wrong),
      `Basic ${keep('not base64')}`,
      `Digest ${keep('another scheme')}`,
      keep('no scheme'),
      ...tokens.map(token => `Bearer ${token}`),
    ]
    for (const authorization of headers) {
      expect((await anonymous.call(ListIntegrations, { params, as: { authorization } })).status).toBe(401)
    }
    secrets.set('header', authorizationOf(wrong).slice('Basic '.length))
    expect(found(logged.join(''))).toEqual([])
  })

  test('holds nothing of bodies, paths and queries that were refused', async () => {
    const path = `/v2/apps/${appId}/integrations`
    const bodies = [
      `{"type":"telegram","token":"${keep('broken JSON')}"`,
      `{"type":"telegram","token":${keep('bare word')}}`,
      `{"type":"telegram","token":["${keep('wrong type')}"]}`,
      `{"type":"telegram","token":"${keep('U+0000')}\\u0000"}`,
      `{"type":"${keep('unknown type')}"}`,
      `{"type":"custom","webhooks":"${keep('webhooks')}"}`,
      `{"type":"mailgun","domain":"x","incomingAddress":"y","apiKey":"${keep('broken rule')}"}`,
      `{"type":"web","brandColor":"${keep('colour')}"}`,
      JSON.stringify({ type: 'telegram', token: keep('too large'), padding: 'x'.repeat(110_000) }),
    ]
    for (const body of bodies) {
      const { status } = await client.send('POST', path, { body })
      expect([400, 413]).toContain(status)
    }
    const metadata = { [keep('name of metadata')]: [keep('value of metadata')] }
    expect((await account.call(CreateApp, { body: { displayName: 'x', metadata } })).status).toBe(400)
    for (const place of [`/${keep('path')}`, `/${keep('half escaped')}%zz`, `?page[size]=${keep('query')}`]) {
      expect((await client.send('GET', `${path}${place}`)).status).toBeGreaterThanOrEqual(400)
    }
    const head = requestHead(
      `GET http://localhost${path}/${keep('absolute')} HTTP/1.1`,
      `Authorization: ${authorizationOf(key)}`,
    )
    expect((await rawRequest(anonymous.address, head)).status).toBe(404)
    const broken = requestHead(`GET ${path} HTTP/1.1`, `Authorization: Basic ${keep('broken header')}\0`)
    expect((await rawRequest(anonymous.address, broken)).status).toBe(400)
    expect(found(logged.join(''))).toEqual([])
  })

  test('holds no secret of requests that fail by our fault, and says what failed', async () => {
    const token = keep('token of the failure')
    const target = `https://example.com/${keep('address of the failure')}`
    await database.pool.query('alter table integrations rename to away')
    const bodies = [
      { type: 'telegram', token },
      { type: 'custom', webhooks: [{ target, triggers: ['*'] }] },
    ]
    try {
      for (const body of bodies) {
        expect(await client.call(CreateIntegration, { params, body })).toMatchObject({
          status: 500,
          body: { errors: [{ code: 'internal_error', title: 'Internal server error' }] },
        })
      }
    } finally {
      await database.pool.query('alter table away rename to integrations')
    }
    // PostgreSQL says of a row that breaks a constraint, and of a value that breaks a type, what is in it.
    await database.pool.query(`alter table webhooks add constraint planted check (target not like '%failure%')`)
    expect((await client.call(CreateIntegration, { params, body: bodies[1] })).status).toBe(500)
    await database.pool.query('alter table webhooks drop constraint planted, add check (target::integer > 0) not valid')
    expect((await client.call(CreateIntegration, { params, body: bodies[1] })).status).toBe(500)
    const text = logged.join('')
    expect(found(text)).toEqual([])
    expect(text).toContain('relation \\"integrations\\" does not exist')
    expect(text).toContain('violates check constraint \\"planted\\"')
    expect(text).toContain('22P02')
  })
})
