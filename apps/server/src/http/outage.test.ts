import { CreateApp, GetApp, ListApps } from '@parhelion/contract'
import { bearer, signToken } from '@parhelion/testkit'
import { afterAll, expect, test, vi } from 'vitest'
import { remoteDatabase } from '../testing/remote-database.ts'
import { makeApp, testServer } from '../testing/test-server.ts'

const database = await remoteDatabase()
afterAll(() => database.drop())
const { account, accountKey, anonymous, logged } = await testServer({ database })

const away = (title: string) => ({
  status: 503,
  body: { errors: [{ code: 'service_unavailable', title }] },
})

test('without its database the server says so at once, and works again when it is back', async () => {
  const { appId, key } = await makeApp(account)
  const params = { appId }
  const token = bearer(await signToken(key, { scope: 'app' }))
  expect((await anonymous.send('GET', '/ready')).status).toBe(200)

  await database.cut()
  const ready = await anonymous.send('GET', '/ready')
  expect(ready).toMatchObject(away('The database does not answer'))
  expect(ready.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
  expect((await anonymous.send('GET', '/health')).status).toBe(200)
  expect((await anonymous.send('GET', '/metrics')).status).toBe(200)
  for (const answer of [
    await account.call(CreateApp, { body: { displayName: 'While away' } }),
    await account.call(ListApps),
    await anonymous.call(GetApp, { params, as: key }),
    await anonymous.call(GetApp, { params, as: token }),
    await anonymous.call(GetApp, { params, as: { id: `app_${'0'.repeat(24)}`, secret: 'x' } }),
  ]) {
    expect(answer).toMatchObject(away('The service is temporarily unavailable'))
    expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  }
  // What needs no database is refused as ever.
  expect((await anonymous.call(ListApps)).status).toBe(401)
  expect(logged.join('')).not.toContain(accountKey.secret)

  await database.restore()
  await vi.waitFor(async () => expect((await anonymous.send('GET', '/ready')).status).toBe(200))
  expect((await anonymous.call(GetApp, { params, as: token })).status).toBe(200)
  const { body } = await account.call(ListApps)
  expect(body.apps.map(app => app.displayName)).toEqual(['Test app'])
})

test('a database that breaks off under writers costs no answer and leaves no half of a write', async () => {
  const acknowledged = new Set<string>()
  const statuses = new Set<number>()
  let cut = false
  const writer = async (name: string) => {
    for (let isLast = false; !isLast; ) {
      isLast = cut
      const answer = await account.call(CreateApp, { body: { displayName: name } })
      statuses.add(answer.status)
      if (answer.status === 201) acknowledged.add(answer.body.app.id)
    }
  }
  const writers = Array.from({ length: 16 }, (_, i) => writer(`Writer ${i}`))
  await vi.waitFor(() => expect(acknowledged.size).toBeGreaterThan(10))
  await database.cut()
  cut = true
  await Promise.all(writers)
  await database.restore()
  await vi.waitFor(async () => expect((await anonymous.send('GET', '/ready')).status).toBe(200))
  expect([...statuses].sort()).toEqual([201, 503])
  const { rows } = await database.pool.query<{ id: string }>('select id from apps')
  expect(new Set(rows.map(row => row.id)).isSupersetOf(acknowledged)).toBe(true)
})
