import { CreateApp, DeleteApp, ListApps } from '@parhelion/contract'
import { ApiClient } from '@parhelion/testkit'
import { describe, expect, test } from 'vitest'
import { refused } from '../../testing/refused.ts'
import { makeApp, makeServiceAccount, testServer } from '../../testing/test-server.ts'

const server = await testServer()
const { account } = server
const INVALID_PAGE = 'Invalid page query parameters'

interface Page {
  readonly apps: { readonly id: string }[]
  readonly meta: { readonly hasMore: boolean; readonly afterCursor?: string; readonly beforeCursor?: string }
  readonly links?: { readonly prev?: string; readonly next?: string }
}

/** A service account that has made so many apps, so that nobody else's are in its list. */
async function withApps(count: number) {
  const { client, key } = await makeServiceAccount(account)
  const ids: string[] = []
  for (let i = 0; i < count; i++) {
    ids.push((await client.call(CreateApp, { body: { displayName: `App ${i}` } })).body.app.id)
  }
  const list = async (query?: string): Promise<Page> => {
    const { status, body } = await client.call(ListApps, query === undefined ? {} : { query })
    expect(status).toBe(200)
    return body as Page
  }
  // The links are whole addresses, to be called as they are.
  const bare = new ApiClient('', key)
  const follow = async (link: string): Promise<Page> => (await bare.send<Page>('GET', link)).body
  return { client, ids, list, follow }
}

const idsOf = (page: Page): string[] => page.apps.map(({ id }) => id)

describe('a list of apps', () => {
  test('that fits one page has neither cursors nor links', async () => {
    const { client, ids } = await withApps(2)
    const { status, body } = await client.call(ListApps)
    expect(status).toBe(200)
    expect(body).toEqual({
      apps: ids.map((id, i) => ({ id, displayName: `App ${i}`, settings: expect.any(Object) })),
      meta: { hasMore: false },
    })
  })

  test('of nobody is empty', async () => {
    expect(await (await withApps(0)).list()).toEqual({ apps: [], meta: { hasMore: false } })
  })

  test('is walked forwards and backwards by cursors, without gap or duplicate', async () => {
    const { ids, list } = await withApps(7)
    const first = await list('page[size]=3')
    expect(first).toMatchObject({ meta: { hasMore: true, afterCursor: ids[2] } })
    expect(first.meta).not.toHaveProperty('beforeCursor')
    const second = await list(`page[size]=3&page[after]=${first.meta.afterCursor}`)
    expect(second.meta).toEqual({ hasMore: true, afterCursor: ids[5], beforeCursor: ids[3] })
    const third = await list(`page[size]=3&page[after]=${second.meta.afterCursor}`)
    expect(third.meta).toEqual({ hasMore: false, beforeCursor: ids[6] })
    expect([first, second, third].flatMap(idsOf)).toEqual(ids)

    const back = await list(`page[size]=3&page[before]=${third.meta.beforeCursor}`)
    expect(back.meta).toEqual({ hasMore: true, afterCursor: ids[5], beforeCursor: ids[3] })
    const start = await list(`page[size]=3&page[before]=${back.meta.beforeCursor}`)
    expect(start.meta).toEqual({ hasMore: false, afterCursor: ids[2] })
    expect([...idsOf(start), ...idsOf(back)]).toEqual(ids.slice(0, 6))
  })

  test('is walked by the links as they are given, which keep the other parameters', async () => {
    const { ids, list, follow } = await withApps(5)
    const pages = [await list('page[size]=2&other=%C3%A4%26')]
    for (let next = pages[0]?.links?.next; next !== undefined; next = pages.at(-1)?.links?.next) {
      expect(next.startsWith(`${server.account.address}/v2/apps?`)).toBe(true)
      expect(new URL(next).searchParams.get('other')).toBe('ä&')
      pages.push(await follow(next))
    }
    expect(pages.map(idsOf)).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)])

    const back: Page[] = []
    for (let prev = pages.at(-1)?.links?.prev; prev !== undefined; prev = back.at(-1)?.links?.prev) {
      back.push(await follow(prev))
    }
    expect(back.map(idsOf)).toEqual([ids.slice(2, 4), ids.slice(0, 2)])
  })

  test('keeps its order while apps are added and removed', async () => {
    const { client, ids, list } = await withApps(6)
    const first = await list('page[size]=2')
    await client.call(DeleteApp, { params: { appId: String(ids[0]) } })
    const { body } = await client.call(CreateApp, { body: { displayName: 'New' } })
    const second = await list(`page[size]=2&page[after]=${first.meta.afterCursor}`)
    const third = await list(`page[size]=10&page[after]=${second.meta.afterCursor}`)
    expect([first, second, third].flatMap(idsOf)).toEqual([...ids, body.app.id])
  })

  test('goes on from the place of an app that was deleted', async () => {
    const { client, ids, list } = await withApps(5)
    await client.call(DeleteApp, { params: { appId: String(ids[2]) } })
    expect(idsOf(await list(`page[after]=${ids[2]}`))).toEqual(ids.slice(3))
    expect(idsOf(await list(`page[before]=${ids[2]}`))).toEqual(ids.slice(0, 2))
    const all = ids.toSpliced(2, 1)
    expect(idsOf(await list(`page[after]=${'0'.repeat(24)}`))).toEqual(all)
    expect(idsOf(await list(`page[before]=${'f'.repeat(24)}`))).toEqual(all)
    expect(await list(`page[before]=${'0'.repeat(24)}`)).toMatchObject({ apps: [], meta: { hasMore: false } })
  })

  test('has 25 on a page unless told otherwise, and 100 at most', async () => {
    const { ids, list } = await withApps(27)
    expect(idsOf(await list())).toEqual(ids.slice(0, 25))
    expect(idsOf(await list('page[size]=1'))).toEqual(ids.slice(0, 1))
    expect(idsOf(await list('page[size]=100'))).toEqual(ids)
    expect(idsOf(await list('page%5Bsize%5D=26'))).toEqual(ids.slice(0, 26))
  })

  const id = 'a'.repeat(24)
  test.each([
    [`page[after]=${id}&page[before]=${id}`],
    ['page[after]=abc'],
    [`page[before]=${id}0`],
    ['page[after]='],
    ['page[size]=0'],
    ['page[size]=101'],
    ['page[size]=ten'],
    ['page[size]=1.5'],
    ['page[size]='],
    ['page[size]=1&page[size]=2'],
    ['page=2'],
  ])('refuses %s', async query => {
    const answer = await account.call(ListApps, { query })
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: expect.arrayContaining([{ code: 'bad_request', title: INVALID_PAGE }]) },
    })
  })

  test('takes a cursor of 24 characters that is no id as a place in the order', async () => {
    for (const cursor of [
      'z'.repeat(24),
      encodeURIComponent('é'.repeat(24)),
      encodeURIComponent(`'${'"'.repeat(23)}`),
    ]) {
      expect((await account.call(ListApps, { query: `page[after]=${cursor}` })).status).toBe(200)
    }
  })
})

describe('the filter by service account', () => {
  test('is for that service account only', async () => {
    const [one, two] = [await makeServiceAccount(account), await makeServiceAccount(account)]
    const { body } = await one.client.call(CreateApp, { body: { displayName: 'x' } })
    const query = `filter[serviceAccountId]=${one.id}`
    expect((await one.client.call(ListApps, { query })).body.apps).toEqual([body.app])
    const title = 'The serviceAccountId provided does not match supplied credentials'
    for (const client of [two.client, account]) {
      expect(await client.call(ListApps, { query })).toMatchObject(refused(403, 'forbidden', title))
    }
  })

  test('stays in the links', async () => {
    const { id, client, key } = await makeServiceAccount(account)
    for (const displayName of ['a', 'b']) await client.call(CreateApp, { body: { displayName } })
    const { body } = await client.call(ListApps, { query: `page[size]=1&filter[serviceAccountId]=${id}` })
    expect(body.links?.next).toContain(`filter[serviceAccountId]=${id}`)
    const next = await new ApiClient('', key).send<Page>('GET', String(body.links?.next))
    expect(next.body.apps).toMatchObject([{ displayName: 'b' }])
  })
})

test('the list is not for app keys', async () => {
  const { client } = await makeApp(account)
  expect(await client.call(ListApps)).toMatchObject(refused(403, 'forbidden', 'Forbidden'))
})
