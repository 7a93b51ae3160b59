import { operations, pathParams } from '@parhelion/contract'
import { authorizationOf } from '@parhelion/testkit'
import { beforeAll, describe, expect, test } from 'vitest'
import { rawRequest, requestHead } from '../../testing/raw-http.ts'
import { rowCounts } from '../../testing/tables.ts'
import { makeTenant } from '../../testing/tenant.ts'
import { testServer } from '../../testing/test-server.ts'

const { account, accountKey, anonymous, database } = await testServer()
const tenant = await makeTenant(account)
const authorization = `Authorization: ${authorizationOf(accountKey)}`
let before: unknown
beforeAll(async () => {
  before = await rowCounts(database.pool)
})

/** The path goes on the wire as it is; a client would tidy it up. */
const get = (path: string, method = 'GET') =>
  rawRequest(anonymous.address, requestHead(`${method} ${path} HTTP/1.1`, authorization))

const error = (status: number, code: string, title: unknown = expect.any(String)) => ({
  status,
  body: { errors: [{ code, title }] },
})

const ofIds = operations
  .filter(({ path }) => pathParams(path).length > 0)
  .map(operation => [operation.id, operation] as const)

const FORM_TYPE = 'multipart/form-data; boundary=x'
const FORM = '--x\r\nContent-Disposition: form-data; name="source"; filename="a"\r\n\r\nx\r\n--x--\r\n'

describe.each(ofIds)('%s', (_, operation) => {
  /** The operation with one id replaced by the text, in turn for each id. */
  const withEach = (text: string) =>
    pathParams(operation.path).map(bad =>
      operation.path.replaceAll(/\{(\w+)\}/g, (_brace, name: string) =>
        name === bad ? text : (tenant.params(operation)[name] ?? name),
      ),
    )
  const { query, body: sent } = tenant.input(operation)
  const isForm = 'bodyType' in operation && operation.bodyType !== undefined
  const body = sent === undefined ? '' : isForm ? FORM : JSON.stringify(sent)
  const lines = [
    authorization,
    ...(body === ''
      ? []
      : [`Content-Type: ${isForm ? FORM_TYPE : 'application/json'}`, `Content-Length: ${Buffer.byteLength(body)}`]),
  ]
  const call = (path: string) =>
    rawRequest(
      anonymous.address,
      requestHead(`${operation.method} ${query === undefined ? path : `${path}?${query}`} HTTP/1.1`, ...lines) + body,
    )

  test.each([
    ['an escaped slash', 'a%2Fb'],
    ['an escaped slash that leads to another path', 'x%2F..%2Fkeys'],
    ['2,000 characters', 'x'.repeat(2000)],
    ['1,024 characters of 12 bytes each once escaped', encodeURIComponent('😀').repeat(1024)],
    ['quotes', "'%22%3B--"],
    ['characters that are special in patterns', '%25_%5C*'],
    ['names of every object', 'constructor'],
    ['dots, escaped', '%2e%2e'],
    ['a colon', ':appId'],
    ['braces', '%7BappId%7D'],
    ['lines', 'a%0d%0ab'],
  ])('finds nothing under an id of %s', async (_name, text) => {
    for (const path of withEach(text)) expect(await call(path)).toMatchObject(error(404, expect.any(String) as never))
  })

  test('refuses an id with U+0000, with the reason', async () => {
    for (const path of withEach('a%00b')) {
      expect(await call(path)).toMatchObject(error(400, 'bad_request', 'The path has U+0000 in it'))
    }
  })

  test.each(['%', '%zz', '%2', '%ff', '%c0%af', '%ed%a0%80'])(
    'refuses an id that is no percent-encoded UTF-8: %s',
    async text => {
      for (const path of withEach(text)) {
        expect(await call(path)).toMatchObject(error(400, 'bad_request', 'The path is not valid percent-encoded UTF-8'))
      }
    },
  )

  test('refuses an id that no id can be as long as', async () => {
    for (const path of withEach('x'.repeat(12 * 1024 + 1))) {
      expect(await call(path)).toMatchObject(error(414, 'uri_too_long'))
    }
  })

  test('finds nothing under an empty id', async () => {
    for (const path of withEach('')) {
      // Without its last id a path may be that of another operation, with another method.
      expect([404, 405]).toContain((await call(path)).status)
    }
  })
})

describe('a path that is none of the API', () => {
  test.each([
    '//',
    '/v2',
    '/v2/',
    '/v1/apps',
    '/V2/apps',
    '/v2/Apps',
    '/v2//apps',
    '/v2/apps/x/unknown',
    '/sc',
    '/sc/sc/v2/apps',
    '/v2/apps;x=1',
    '/v2/../v2/apps',
    '/..%2f..%2fetc%2fpasswd',
    '/v2/%61pps/x/y',
    '/constructor',
    '/__proto__',
    '*',
  ])('is not found, in the envelope: %s', async path => {
    expect(await get(path)).toMatchObject(error(404, 'not_found', 'Resource not found'))
  })
})

describe('a method that a path does not have', () => {
  const methodsOf = new Map<string, Set<string>>()
  for (const { path, method } of operations) {
    methodsOf.set(path, (methodsOf.get(path) ?? new Set()).add(method))
  }
  const paths = [...methodsOf].map(([path, methods]) => [path, methods] as const)

  test.each(paths)('is refused with the methods it has, also under /sc: %s', async (path, methods) => {
    const allow = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(
      method => methods.has(method) || (method === 'HEAD' && methods.has('GET')),
    )
    for (const prefix of ['', '/sc']) {
      for (const id of ['x%2Fy', ':x', '*', '(x', ':a(^)', '%28']) {
        const real = path.replaceAll(/\{\w+\}/g, id)
        for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'QUERY']) {
          if (methods.has(method)) continue
          const answer = await get(`${prefix}${real}?a=b`, method)
          expect(answer).toMatchObject(error(405, 'method_not_allowed', 'Method not allowed'))
          expect(answer.headers.get('allow')).toBe(allow.join(', '))
        }
      }
    }
  })

  test.each([
    ['/health', 'GET, HEAD'],
    ['/openapi.json', 'GET, HEAD'],
  ])('is refused with the methods it has: %s', async (path, allow) => {
    const answer = await get(path, 'DELETE')
    expect(answer).toMatchObject(error(405, 'method_not_allowed'))
    expect(answer.headers.get('allow')).toBe(allow)
  })
})

test('HEAD answers as GET does, without a body', async () => {
  for (const path of ['/v2/apps', `/sc/v2/apps/${tenant.appId}`, '/health']) {
    const answer = await account.send('HEAD', path)
    expect(answer).toMatchObject({ status: 200, body: '' })
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(0)
  }
  expect((await account.send('HEAD', '/v2/apps/x')).status).toBe(404)
  expect((await anonymous.send('HEAD', '/v2/apps')).status).toBe(401)
})

test('an address in absolute form, as a proxy sends it, is the path in it', async () => {
  for (const origin of ['http://localhost', 'http://example.com:99', 'HTTP://x']) {
    expect(await get(`${origin}/v2/apps/${tenant.appId}`)).toMatchObject({ status: 200 })
    const list = await get(`${origin}/v2/apps?page[size]=1&page[before]=${'f'.repeat(24)}`)
    expect(list).toMatchObject({ status: 200 })
  }
})

test('nothing of all this changed a row', async () => {
  expect(await rowCounts(database.pool)).toEqual(before)
})
