import { GetApp, ListApps } from '@parhelion/contract'
import { bearer, signToken } from '@parhelion/testkit'
import { expect, test } from 'vitest'
import { makeApp, testServer } from '../testing/test-server.ts'

const PER_MINUTE = 10
const { account, anonymous } = await testServer({ config: { rateLimit: PER_MINUTE } })
const one = await makeApp(account)
const two = await makeApp(account)

const get = (app: typeof one, as: { id: string; secret: string } | { authorization: string } = app.key) =>
  anonymous.call(GetApp, { params: { appId: app.appId }, as })

test('a key that asks too often is told when to come back, others are not kept waiting', async () => {
  const answers = []
  for (let i = 0; i <= PER_MINUTE; i++) answers.push(await get(one))
  expect(answers.slice(0, PER_MINUTE).map(({ status }) => status)).toEqual(Array(PER_MINUTE).fill(200))
  const refused = answers.at(-1)
  expect(refused).toMatchObject({
    status: 429,
    body: { errors: [{ code: 'too_many_requests', title: 'Too many requests' }] },
  })
  const seconds = refused?.headers.get('retry-after')
  expect(seconds).toMatch(/^\d+$/)
  expect(Number(seconds)).toBeGreaterThan(0)
  expect(Number(seconds)).toBeLessThanOrEqual(60)

  // A token counts for the key that signed it.
  expect((await get(one, bearer(await signToken(one.key, { scope: 'app' })))).status).toBe(429)
  expect((await get(two)).status).toBe(200)
  expect((await account.call(ListApps)).status).toBe(200)
  // Whoever does not know the secret is told nothing, and takes nothing away from the key.
  expect((await get(one, { id: one.key.id, secret: 'wrong' })).status).toBe(401)
})

test('guesses at a secret do not use up what the key may ask', async () => {
  for (let i = 0; i < PER_MINUTE * 2; i++) {
    expect((await get(two, { id: two.key.id, secret: `guess ${i}` })).status).toBe(401)
  }
  expect((await get(two)).status).toBe(200)
})

test('a request that is refused for what it holds counts as well', async () => {
  const three = await makeApp(account)
  for (let i = 0; i < PER_MINUTE; i++) {
    const answer = await anonymous.send('GET', `/v2/apps/${three.appId}/integrations?page[size]=0`, { as: three.key })
    expect(answer.status).toBe(400)
  }
  expect((await get(three)).status).toBe(429)
})

test('what needs no key is not limited', async () => {
  for (let i = 0; i < PER_MINUTE * 2; i++) expect((await anonymous.send('GET', '/health')).status).toBe(200)
})
