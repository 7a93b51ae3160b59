import { CreateApp, DeleteApp, DeleteAppKey, DeleteServiceAccount } from '@parhelion/contract'
import { authorizationOf, type Refusal } from '@parhelion/testkit'
import { describe, expect, test } from 'vitest'
import { Browser, signedIn } from '../testing/browser.ts'
import { disguises } from '../testing/canaries.ts'
import { movableClock } from '../testing/movable-clock.ts'
import { exportTables } from '../testing/tables.ts'
import { makeApp, makeCustom, makeServiceAccount, testServer } from '../testing/test-server.ts'

const clock = movableClock()
const server = await testServer({ clock })
const { account, accountKey, anonymous, app, database, logged } = server
const beside = await testServer({ clock, beside: server })
const secureServer = await testServer({ beside: server, config: { publicUrl: 'https://hub.example.com' } })

const browser = (at = server) => new Browser(at.anonymous.address)
const HOURS = 3600_000
const link = (keyId = accountKey.id) => app.services.sessions.makeLink(keyId)
const UNAUTHORIZED = { status: 401, body: { errors: [{ code: 'unauthorized', title: expect.any(String) }] } }

describe('a link', () => {
  test('signs a browser in as the account, for twelve hours', async () => {
    const one = browser()
    const answer = await one.signIn({ token: await link() })
    const expiresAt = new Date(clock.now().getTime() + 12 * HOURS).toISOString()
    const session = { keyId: accountKey.id, scope: 'account', expiresAt }
    expect(answer).toMatchObject({ status: 201, body: { session } })
    expect((await one.send('GET', '/hub/session')).body).toEqual({ session })
    expect((await one.send('GET', '/hub/v2/apps')).status).toBe(200)
  })

  test('is given a cookie that no script reads and no other site sends', async () => {
    const { headers } = await browser().signIn({ token: await link() })
    expect(headers.get('set-cookie')).toMatch(
      /^parhelion_session=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/hub; Max-Age=43200$/,
    )
    const { headers: secure } = await browser(secureServer).signIn({ token: await link() })
    expect(secure.get('set-cookie')).toMatch(/; Max-Age=43200; Secure$/)
  })

  test('works once', async () => {
    const token = await link()
    expect((await browser().signIn({ token })).status).toBe(201)
    expect(await browser().signIn({ token })).toMatchObject(UNAUTHORIZED)
  })

  test('that two browsers use at the same moment signs in one of them', async () => {
    for (let round = 0; round < 5; round++) {
      const token = await link()
      const answers = await Promise.all([server, beside, server].map(at => browser(at).signIn({ token })))
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 401, 401])
      clock.forward(60_000)
    }
  })

  test('works for ten minutes', async () => {
    const [early, late] = [await link(), await link()]
    clock.forward(10 * 60_000 - 1)
    expect((await browser().signIn({ token: early })).status).toBe(201)
    clock.forward(1)
    expect(await browser().signIn({ token: late })).toMatchObject(UNAUTHORIZED)
  })

  test('that is wrong is refused, and the browser is not asked for a password by itself', async () => {
    const token = await link()
    for (const wrong of ['', 'x', `${token}x`, token.slice(1), token.toUpperCase(), '\u{1f31e}']) {
      const answer = await browser().signIn({ token: wrong })
      expect(answer).toMatchObject(UNAUTHORIZED)
      expect(answer.headers.get('www-authenticate')).toBeNull()
      expect(answer.headers.get('set-cookie')).toBeNull()
    }
  })

  test('is as good at another process', async () => {
    const one = browser(beside)
    expect((await one.signIn({ token: await link() })).status).toBe(201)
    expect((await new Browser(anonymous.address, one.cookie).send('GET', '/hub/session')).status).toBe(200)
  })

  test('of a key that is gone is refused', async () => {
    expect(await browser().signIn({ token: await link(`act_${'0'.repeat(24)}`) })).toMatchObject(UNAUTHORIZED)
  })
})

describe('a key', () => {
  test('of an app signs in as that app', async () => {
    const { appId, key } = await makeApp(account)
    const answer = await browser().signIn({ keyId: key.id, secret: key.secret })
    expect(answer).toMatchObject({ status: 201, body: { session: { keyId: key.id, scope: 'app', appId } } })
  })

  test('of a service account signs in with what that may', async () => {
    const mine = await makeServiceAccount(account)
    const one = await signedIn(server, mine.key)
    await mine.client.call(CreateApp, { body: { displayName: 'Granted' } })
    const { body } = await one.send<{ apps: { displayName: string }[] }>('GET', '/hub/v2/apps')
    expect(body.apps.map(({ displayName }) => displayName)).toEqual(['Granted'])
  })

  test('with a wrong secret is refused as one that does not exist, and without a prompt of the browser', async () => {
    clock.forward(60_000)
    const { key } = await makeApp(account)
    const answers = [
      await browser().signIn({ keyId: key.id, secret: `${key.secret}x` }),
      await browser().signIn({ keyId: `app_${'0'.repeat(24)}`, secret: key.secret }),
      await browser().signIn({ keyId: `${key.id}:`, secret: key.secret }),
    ]
    for (const answer of answers) {
      expect(answer).toMatchObject(UNAUTHORIZED)
      expect(answer.body).toEqual(answers[0]?.body)
      expect(answer.headers.get('www-authenticate')).toBeNull()
    }
  })

  test('of an integration is refused with what to use instead', async () => {
    const { appId, client } = await makeApp(account)
    const { key } = await makeCustom(client, appId)
    expect(await browser().signIn({ keyId: key.id, secret: key.secret })).toMatchObject({
      status: 403,
      body: { errors: [{ title: 'Sign in with a key of the account or of an app' }] },
    })
  })

  test('is tried twenty times a minute from one address, whatever is tried, also all at once', async () => {
    clock.forward(60_000)
    const tries = Array.from({ length: 30 }, (_, i) => browser().signIn(i % 2 ? { token: 'x' } : wrongKey))
    const statuses = (await Promise.all(tries)).map(({ status }) => status).sort()
    expect(statuses).toEqual([...Array(20).fill(401), ...Array(10).fill(429)])
    const refused = await browser().signIn({ keyId: accountKey.id, secret: accountKey.secret })
    expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, 60])
    clock.forward(60_000)
    expect((await browser().signIn({ keyId: accountKey.id, secret: accountKey.secret })).status).toBe(201)
  })

  test('that is right is no failed try', async () => {
    clock.forward(60_000)
    for (let i = 0; i < 25; i++) await signedIn(server, accountKey)
  })
})

const wrongKey = { keyId: `act_${'0'.repeat(24)}`, secret: 'wrong' }

test.each([
  ['nothing', undefined],
  ['a text', '"token"'],
  ['a list', '[]'],
  ['null', 'null'],
  ['an empty object', {}],
  ['a number as token', { token: 1 }],
  ['both ways', { token: 'x', keyId: 'x', secret: 'x' }],
  ['half of a key', { keyId: 'x' }],
  ['something more', { token: 'x', more: true }],
])('%s instead of credentials is refused with what should be there', async (_, body) => {
  const answer = await browser().send<Refusal>('POST', '/hub/session', body === undefined ? {} : { body })
  expect(answer.status).toBe(400)
  expect(answer.body.errors[0]?.title).toContain("the text 'token', or with the texts 'keyId' and 'secret'")
})

describe('a session', () => {
  test('is over at once, at every process, when it is ended', async () => {
    const one = await signedIn(server, accountKey)
    const copy = new Browser(beside.anonymous.address, one.cookie)
    const ended = await one.send('DELETE', '/hub/session')
    expect(ended.status).toBe(204)
    expect(ended.headers.get('set-cookie')).toMatch(/^parhelion_session=; .*Max-Age=0$/)
    for (const path of ['/hub/session', '/hub/v2/apps'])
      expect(await copy.send('GET', path)).toMatchObject(UNAUTHORIZED)
  })

  test('may be ended twice', async () => {
    expect((await browser().send('DELETE', '/hub/session')).status).toBe(204)
    const unknown = new Browser(anonymous.address, 'parhelion_session=unknown')
    expect((await unknown.send('DELETE', '/hub/session')).status).toBe(204)
  })

  test('ends when another begins in the same browser', async () => {
    const one = await signedIn(server, accountKey)
    const before = one.cookie
    await one.signIn({ keyId: accountKey.id, secret: accountKey.secret })
    expect((await one.send('GET', '/hub/session')).status).toBe(200)
    expect((await new Browser(anonymous.address, before).send('GET', '/hub/session')).status).toBe(401)
  })

  test('goes on when a sign-in in the same browser fails', async () => {
    const one = await signedIn(server, accountKey)
    expect((await one.signIn(wrongKey)).status).toBe(401)
    expect((await one.send('GET', '/hub/session')).status).toBe(200)
  })

  test('ends with the key it speaks for', async () => {
    const { appId, key } = await makeApp(account)
    const one = await signedIn(server, key)
    expect((await one.send('GET', `/hub/v2/apps/${appId}`)).status).toBe(200)
    await account.call(DeleteAppKey, { params: { appId, keyId: key.id } })
    expect((await one.send('GET', `/hub/v2/apps/${appId}`)).status).toBe(401)
    expect((await one.send('GET', '/hub/session')).status).toBe(401)
  })

  test('ends with the app or the service account of its key', async () => {
    const { appId, key } = await makeApp(account)
    const service = await makeServiceAccount(account)
    const both = [await signedIn(server, key), await signedIn(server, service.key)]
    await account.call(DeleteApp, { params: { appId } })
    await account.call(DeleteServiceAccount, { params: { serviceAccountId: service.id } })
    for (const one of both) expect((await one.send('GET', '/hub/session')).status).toBe(401)
  })

  test('ends when its key gets another secret', async () => {
    const key = { id: `act_${'5'.repeat(24)}`, secret: 'the-first-secret-of-this-key' }
    await app.services.accountKeys.prepare(key, async () => undefined)
    const one = await signedIn(server, key)
    await app.services.accountKeys.prepare({ ...key, secret: 'another-secret-of-this-key' }, async () => undefined)
    clock.forward(1000)
    expect((await one.send('GET', '/hub/session')).status).toBe(401)
  })

  test('ends after twelve hours, and then nothing of it is kept', async () => {
    const one = await signedIn(server, accountKey)
    clock.forward(12 * HOURS - 1)
    expect((await one.send('GET', '/hub/session')).status).toBe(200)
    clock.forward(1)
    expect((await one.send('GET', '/hub/session')).status).toBe(401)
    await link()
    clock.forward(10 * 60_000)
    await app.services.periodic.run('sessions')
    const { rows } = await database.pool.query('select from hub_sessions union all select from hub_links')
    expect(rows).toEqual([])
  })
})

test('neither the database nor the log has the secret of a link or of a session', async () => {
  const token = await link()
  const one = browser()
  await one.signIn({ token })
  await one.send('GET', '/hub/v2/apps')
  await one.signIn({ keyId: accountKey.id, secret: accountKey.secret })
  const failing = await link()
  await database.pool.query('alter table hub_sessions rename to away')
  try {
    expect((await browser().signIn({ token: failing })).status).toBe(500)
    expect((await one.send('GET', '/hub/session')).status).toBe(500)
  } finally {
    await database.pool.query('alter table away rename to hub_sessions')
  }
  const secrets = [token, failing, one.cookie?.split('=')[1] ?? '', accountKey.secret]
  const tables = [...(await exportTables(database.pool)).values()].flat().join('\n')
  for (const text of [tables, logged.join('')]) {
    for (const secret of secrets) for (const form of disguises(secret)) expect(text).not.toContain(form)
  }
  expect(logged.join('')).toContain('hub_sessions')
})

test('a cookie signs nobody in but under /hub, and there no header does', async () => {
  const one = await signedIn(server, accountKey)
  const authorization = authorizationOf(accountKey)
  const without = new Browser(anonymous.address)
  expect((await one.send('GET', '/v2/apps')).status).toBe(401)
  expect((await one.send('GET', '/sc/v2/apps')).status).toBe(401)
  expect((await without.send('GET', '/hub/v2/apps', { headers: { authorization } })).status).toBe(401)
  expect((await without.send('GET', '/hub/session', { headers: { authorization } })).status).toBe(401)
  expect((await one.send('GET', '/hub/v2/apps', { headers: { authorization: 'Basic wrong' } })).status).toBe(200)
})
