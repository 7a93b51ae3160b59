import { CreateApp, CreateIntegration, ListApps, ListIntegrations } from '@parhelion/contract'
import type { Refusal } from '@parhelion/testkit'
import { describe, expect, test } from 'vitest'
import { makeApp, makeServiceAccount, testServer } from '../../testing/test-server.ts'

const { account } = await testServer()
const { appId, client } = await makeApp(account)
const params = { appId }
const ids: string[] = []
for (const type of ['web', 'ios', 'android', 'unity', 'web']) {
  const { body } = await client.call(CreateIntegration, { params, body: { type } })
  ids.push(body.integration.id)
}
await account.call(CreateApp, { body: { displayName: 'Second app' } })
const cursor = '0123456789abcdef01234567'

const lists = [
  ['ListApps', (query: string) => account.call(ListApps, { query }), 'Invalid page query parameters'],
  ['ListIntegrations', (query: string) => client.call(ListIntegrations, { params, query }), 'Invalid query parameters'],
] as const

describe.each(lists)('%s', (_, list, documented) => {
  test.each([
    ['page[size]=0', '.page.size: should be >= 1'],
    ['page[size]=101', '.page.size: should be <= 100'],
    ['page[size]=-1', '.page.size: should be >= 1'],
    ['page[size]=999999999999999', '.page.size: should be <= 100'],
    ['page[size]=9999999999999999999999', '.page.size: should be integer'],
    ['page[size]=abc', '.page.size: should be integer'],
    ['page[size]=1.5', '.page.size: should be integer'],
    ['page[size]=1e1', '.page.size: should be integer'],
    ['page[size]=%201', '.page.size: should be integer'],
    ['page[size]=', '.page.size: should be integer'],
    ['page[size]=true', '.page.size: should be integer'],
    ['page[size]=1&page[size]=2', '.page.size: should be integer'],
    ['page[size]=1&page[size]=1', '.page.size: should be integer'],
    ['page=1', '.page: should be object'],
    ['page=1&page[size]=1', '.page: should be object'],
    ['page[size]=1&page=1', '.page: should be object'],
    ['page', '.page: should be object'],
    [`page[after]=${cursor.slice(1)}`, '.page.after: should not be shorter than 24 characters'],
    [`page[after]=${cursor}0`, '.page.after: should not be longer than 24 characters'],
    ['page[before]=', '.page.before: should not be shorter than 24 characters'],
    ['page[before]=x', '.page.before: should not be shorter than 24 characters'],
    [`page[before]=${'x'.repeat(4000)}`, '.page.before: should not be longer than 24 characters'],
    [`page[after]=${cursor}&page[after]=${cursor}`, '.page.after: should be string'],
    [`page[after]=${cursor}&page[before]=${cursor}`, '.page: should have only one of after and before'],
    [`page[after]=${'%00'.repeat(24)}`, 'The query has U+0000 in it'],
    [`page[after]=${cursor.slice(1)}%00`, 'The query has U+0000 in it'],
    ['filter=web', '.filter: should be object'],
    ['filter[types]=%00&filter[serviceAccountId]=%00', 'The query has U+0000 in it'],
  ])('refuses %s with the documented sentence first, then what is wrong', async (query, title) => {
    const answer = await list(query)
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [documented, title].map(text => ({ code: 'bad_request', title: text })) },
    })
  })

  test.each([
    '',
    '&&&',
    '=',
    'unknown=1&unknown=2',
    'constructor=1',
    '__proto__=1',
    '__proto__[size]=0',
    'page[constructor]=1',
    'page[__proto__]=1',
    'page[unknown]=1',
    'page[size][x]=0',
    'page[]=0',
    '[size]=0',
    'page]size[=0',
    'page[size',
    '%zz=%zz',
    '%ff%fe=%',
    'page%5Bsize%5D=100',
    'page[size]=001',
    `x=${'y'.repeat(4000)}`,
  ])('leaves out what it does not know, and reads the rest: %s', async query => {
    expect((await list(query)).status).toBe(200)
  })

  test.each(['after', 'before'])('takes a cursor of a record that does not exist as a place: page[%s]', async side => {
    for (const at of [
      '0'.repeat(24),
      'f'.repeat(24),
      cursor,
      'z'.repeat(24),
      '😀'.repeat(24),
      "'\"\\%25_;--' or 1=1 -",
    ]) {
      const answer = await list(`page[${side}]=${encodeURIComponent(at).slice(0, 4000)}`)
      expect([200, 400]).toContain(answer.status)
      if (answer.status === 400) expect((answer.body as unknown as Refusal).errors[0]?.title).toBe(documented)
    }
    expect((await list(`page[${side}]=${'0'.repeat(24)}`)).status).toBe(200)
    expect((await list(`page[${side}]=${'f'.repeat(24)}`)).status).toBe(200)
  })
})

test('a cursor of a record that was removed, or of another tenant, is a place by its order', async () => {
  const foreign = await makeApp(account)
  const { body } = await foreign.client.call(CreateIntegration, {
    params: { appId: foreign.appId },
    body: { type: 'web' },
  })
  const { id } = body.integration
  const behind = await client.call(ListIntegrations, { params, query: `page[before]=${id}&page[size]=2` })
  expect(behind.body.integrations.map(one => one.id)).toEqual(ids.slice(-2))
  const after = await client.call(ListIntegrations, { params, query: `page[after]=${id}` })
  expect(after.body.integrations).toEqual([])
})

describe('filter[types]', () => {
  const list = (query: string) => client.call(ListIntegrations, { params, query })

  test.each(['fax', 'web,fax', '', ',', 'web,', 'web;ios', 'constructor', 'Web', "web' or '1'='1"])(
    'refuses what is no type, naming those that are: %s',
    async types => {
      const answer = await list(`filter[types]=${encodeURIComponent(types)}`)
      expect(answer.status).toBe(400)
      const { errors } = answer.body as unknown as Refusal
      expect(errors[0]?.title).toBe('Invalid query parameters')
      expect(errors[1]?.title).toMatch(/^\.filter\.types: should name types among android, .*whatsapp$/)
    },
  )

  test('is not taken twice', async () => {
    expect(await list('filter[types]=web&filter[types]=ios')).toMatchObject({
      status: 400,
      body: { errors: [{ title: 'Invalid query parameters' }, { title: '.filter.types: should be string' }] },
    })
  })

  test('keeps to the pages', async () => {
    const first = await list('filter[types]=web&page[size]=1')
    expect(first.body).toMatchObject({ integrations: [{ id: ids[0] }], meta: { hasMore: true } })
    const { search } = new URL(first.body.links?.next ?? '')
    const second = await list(search.slice(1))
    expect(second.body).toMatchObject({ integrations: [{ id: ids[4] }], meta: { hasMore: false } })
  })
})

describe('filter[serviceAccountId]', () => {
  const forbidden = {
    status: 403,
    body: {
      errors: [{ code: 'forbidden', title: 'The serviceAccountId provided does not match supplied credentials' }],
    },
  }

  test('lists for the service account that calls, and for nobody else', async () => {
    const one = await makeServiceAccount(account)
    const two = await makeServiceAccount(account)
    await one.client.call(CreateApp, { body: { displayName: 'Of the first' } })
    const query = `filter[serviceAccountId]=${one.id}`
    expect((await one.client.call(ListApps, { query })).body.apps).toHaveLength(1)
    expect(await two.client.call(ListApps, { query })).toMatchObject(forbidden)
    expect(await account.call(ListApps, { query })).toMatchObject(forbidden)
    expect(await one.client.call(ListApps, { query: 'filter[serviceAccountId]=' })).toMatchObject(forbidden)
  })
})
