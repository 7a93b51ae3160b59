import { connect } from 'node:net'
import { limits } from '@parhelion/contract'
import { authorizationOf } from '@parhelion/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rawRequest, rawRequests, requestHead } from '../../testing/raw-http.ts'
import { rowCounts } from '../../testing/tables.ts'
import { makeTenant } from '../../testing/tenant.ts'
import { testServer } from '../../testing/test-server.ts'

const { account, accountKey, anonymous, database } = await testServer()
const { address } = anonymous
const tenant = await makeTenant(account)
const authorization = `Authorization: ${authorizationOf(accountKey)}`
const json = 'Content-Type: application/json'
let before: unknown
beforeAll(async () => {
  before = await rowCounts(database.pool)
})
afterAll(async () => {
  expect(await rowCounts(database.pool)).toEqual(before)
})

const error = (status: number, code: string, title: unknown = expect.any(String)) => ({
  status,
  body: { errors: [{ code, title }] },
})
const post = (headers: readonly string[], body: string | Buffer, path = '/v2/apps') =>
  rawRequest(
    address,
    Buffer.concat([Buffer.from(requestHead(`POST ${path} HTTP/1.1`, authorization, ...headers)), Buffer.from(body)]),
  )
const withLength = (body: string | Buffer, ...headers: string[]) =>
  post([...headers, `Content-Length: ${Buffer.byteLength(body)}`], body)

/** JSON of exactly so many bytes that is refused for its name, so that nothing is made. */
const jsonOf = (bytes: number) => {
  const around = '{"displayName":""}'
  return around.replace('""', `"${'x'.repeat(bytes - around.length)}"`)
}
const chunked = (text: string, size: number) => {
  const chunks = text.match(new RegExp(`.{1,${size}}`, 'gs')) ?? []
  return `${chunks.map(chunk => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('')}0\r\n\r\n`
}

describe('a body', () => {
  const refusedForItsName = error(400, 'bad_request', '.displayName: should not be longer than 100 characters')
  const tooLarge = error(413, 'payload_too_large', 'The request body is larger than 102400 bytes')

  test('may have 102,400 bytes and not one more', async () => {
    expect(limits.jsonBodyBytes).toBe(102_400)
    expect(await withLength(jsonOf(102_400), json)).toMatchObject(refusedForItsName)
    expect(await withLength(jsonOf(102_401), json)).toMatchObject(tooLarge)
  })

  test('may have 102,400 bytes and not one more when it comes in chunks, of no told length', async () => {
    const send = (bytes: number) => post([json, 'Transfer-Encoding: chunked'], chunked(jsonOf(bytes), 10_000))
    expect(await send(102_400)).toMatchObject(refusedForItsName)
    expect(await send(102_401)).toMatchObject(tooLarge)
  })

  test('is refused by its told length before it is sent', async () => {
    expect(await post([json, 'Content-Length: 99999999999'], '')).toMatchObject(tooLarge)
  })

  test('counts as bytes, not as characters', async () => {
    expect(await withLength(`{"displayName":"${'ä'.repeat(51_200)}"}`, json)).toMatchObject(tooLarge)
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/jsonp',
    'text/json',
    'application',
    'json',
    '/',
    ';',
    'application/json application/json',
  ])('of another type is refused: %s', async type => {
    const title = 'The content type should be application/json'
    expect(await withLength('{}', `Content-Type: ${type}`)).toMatchObject(error(415, 'unsupported_media_type', title))
  })

  test('without a type is refused', async () => {
    expect(await withLength('{}')).toMatchObject(error(415, 'unsupported_media_type'))
  })

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'Application/JSON',
    'application/json ; x=y',
  ])('of the right type is read: %s', async type => {
    const title = "should have required property 'displayName'"
    expect(await withLength('{}', `Content-Type: ${type}`)).toMatchObject(error(400, 'bad_request', title))
  })

  test('is asked for when there is none', async () => {
    for (const headers of [[], [json], [json, 'Content-Length: 0'], ['Content-Length: 0']]) {
      expect(await post(headers, '')).toMatchObject(error(400, 'bad_request', 'should be object'))
    }
    expect(await post([json, 'Transfer-Encoding: chunked'], '0\r\n\r\n')).toMatchObject(
      error(400, 'bad_request', 'should be object'),
    )
  })

  test('may be empty, of type JSON, where none is needed', async () => {
    const at = `/v2/apps/${tenant.appId}`
    for (const method of ['GET', 'HEAD']) {
      const head = requestHead(`${method} ${at} HTTP/1.1`, authorization, json, 'Content-Length: 0')
      // The answer to HEAD tells the length of a body it does not have.
      if (method === 'GET') expect((await rawRequest(address, head)).status).toBe(200)
    }
    const head = requestHead(`DELETE ${at}/keys/app_x HTTP/1.1`, authorization, json, 'Content-Length: 0')
    expect(await rawRequest(address, head)).toMatchObject(error(404, 'not_found'))
  })

  test.each(['application/x-www-form-urlencoded', 'text/plain', 'nonsense'])(
    'of no bytes is none, whatever type is told of it: %s',
    async type => {
      const headers = [`Content-Type: ${type}`, 'Content-Length: 0']
      expect(await post(headers, '')).toMatchObject(error(400, 'bad_request', 'should be object'))
      expect(await post(headers, '', '/v2/apps/none/reset')).toMatchObject({ status: 404 })
    },
  )

  test('is not read for a caller who is not known', async () => {
    const answer = await rawRequest(address, requestHead('POST /v2/apps HTTP/1.1', json, 'Content-Length: 50000'))
    expect(answer).toMatchObject(error(401, 'unauthorized', 'Authorization is required'))
  })

  test('is waited for when the client asks first', async () => {
    const body = '{}'
    const answer = await post([json, 'Expect: 100-continue', `Content-Length: ${body.length}`], body)
    expect(answer).toMatchObject(error(400, 'bad_request', "should have required property 'displayName'"))
  })

  test('is read whatever else the client expects', async () => {
    const answer = await withLength('{}', json, 'Expect: miracles')
    expect(answer).toMatchObject(error(400, 'bad_request', "should have required property 'displayName'"))
  })
})

describe('what is no HTTP is answered in the envelope, and the connection ends', () => {
  const title = 'The request is not valid HTTP'
  const lines = ['GET /v2/apps HTTP/1.1', 'Host: localhost', authorization]

  test.each([
    ['words', 'hello\r\n\r\n'],
    ['TLS', Buffer.from('16030100f8010000f40303', 'hex')],
    ['another version', 'GET / HTTP/9.9\r\n\r\n'],
    ['a path with a space', requestHead('GET /v2/apps x HTTP/1.1')],
    ['a path without a slash', requestHead('GET v2/apps HTTP/1.1')],
    ['a path with a control character', requestHead('GET /v2/\u0001 HTTP/1.1')],
    ['a path with U+0000', requestHead('GET /v2/\0 HTTP/1.1')],
    ['a path with bytes beyond ASCII', requestHead('GET /v2/\u00e9 HTTP/1.1')],
    ['a method that nobody knows', requestHead('FETCH /v2/apps HTTP/1.1')],
    ['a header without a colon', `${lines.join('\r\n')}\r\nbroken\r\n\r\n`],
    ['a header with U+0000', `${lines.join('\r\n')}\r\nx: a\0b\r\n\r\n`],
    ['a length that is no number', `${lines.join('\r\n')}\r\ncontent-length: x\r\n\r\n`],
    ['a negative length', `${lines.join('\r\n')}\r\ncontent-length: -1\r\n\r\n`],
    ['two lengths', `${lines.join('\r\n')}\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n`],
    [
      'a length and chunks',
      `${lines.join('\r\n')}\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      'a chunk of no number',
      `${lines.join('\r\n').replace('GET', 'POST')}\r\n${json}\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`,
    ],
  ])('%s', async (_, bytes) => {
    const [answer, ...more] = await rawRequests(address, bytes, 2)
    expect(answer).toMatchObject(error(400, 'bad_request', title))
    expect(more).toEqual([])
    expect(answer?.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(answer?.headers.get('cache-control')).toBe('no-store')
  })

  test('a request that names no host', async () => {
    const bytes = `GET /v2/apps HTTP/1.1\r\n${authorization}\r\n\r\n`
    expect(await rawRequest(address, bytes)).toMatchObject(error(400, 'bad_request', 'The request has no Host header'))
    const old = bytes.replace('HTTP/1.1', 'HTTP/1.0')
    expect(await rawRequest(address, old)).toMatchObject({ status: 200 })
  })

  test.each([
    ['an address', requestHead(`GET /${'x'.repeat(20_000)} HTTP/1.1`)],
    ['one header', requestHead('GET / HTTP/1.1', `x: ${'x'.repeat(20_000)}`)],
    ['many headers', requestHead('GET / HTTP/1.1', ...Array.from({ length: 3000 }, (_, i) => `x${i}: xxxxx`))],
  ])('too long: %s', async (_, bytes) => {
    expect(await rawRequest(address, bytes)).toMatchObject(
      error(414, 'uri_too_long', 'The address or the headers of the request are too long'),
    )
  })
})

test('a connection serves on after a request that was refused', async () => {
  const refused = requestHead('GET /v2/apps/%zz HTTP/1.1', authorization)
  const unknown = requestHead('PUT /v2/apps HTTP/1.1', authorization)
  const invalid = requestHead('POST /v2/apps HTTP/1.1', authorization, json, 'Content-Length: 2')
  const good = requestHead(`GET /v2/apps/${tenant.appId} HTTP/1.1`, authorization)
  const answers = await rawRequests(address, `${refused}${good}${unknown}${invalid}{}${good}`, 5)
  expect(answers.map(({ status }) => status)).toEqual([400, 200, 405, 400, 200])
})

test('a client that goes away in the middle of its body leaves nothing behind', async () => {
  const { hostname, port } = new URL(address)
  for (const sent of ['', '{"displayName":', '{"displayName":"half"}']) {
    const socket = connect(Number(port), hostname)
    const head = requestHead('POST /v2/apps HTTP/1.1', authorization, json, 'Content-Length: 100')
    await new Promise<void>(resolve => socket.write(head + sent, () => resolve()))
    socket.destroy()
  }
  expect((await account.send('GET', '/health')).status).toBe(200)
})
