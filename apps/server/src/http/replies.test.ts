import { connect } from 'node:net'
import { Writable } from 'node:stream'
import { CreateApp, type Operation } from '@parhelion/contract'
import { pino } from 'pino'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { rawRequest, readAnswers, requestHead } from '../testing/raw-http.ts'
import { makeApp, testServer } from '../testing/test-server.ts'
import { Http } from './http.ts'
import { createFastify } from './server.ts'

const { account, anonymous, logged } = await testServer()
const { appId } = await makeApp(account)

describe('every answer', () => {
  test.each([
    ['GET', '/v2/apps', 200],
    ['GET', '/v2/apps/x', 404],
    ['GET', '/v2/apps?page[size]=0', 400],
    ['GET', '/v2/apps/%zz', 400],
    ['GET', `/v2/apps/${'x'.repeat(13_000)}`, 414],
    ['GET', '/nothing', 404],
    ['PUT', '/v2/apps', 405],
    ['POST', '/v2/apps', 400],
    ['GET', '/health', 200],
    ['GET', '/ready', 200],
    ['GET', '/metrics', 200],
    ['GET', '/openapi.json', 200],
    ['GET', '/postman.json', 200],
  ])('has an id of its own and is not to be kept or guessed at: %s %.40s', async (method, path, status) => {
    const answers = [await account.send(method, path), await account.send(method, path)]
    for (const answer of answers) {
      expect(answer.status).toBe(status)
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    }
    expect(answers[0]?.headers.get('x-request-id')).not.toBe(answers[1]?.headers.get('x-request-id'))
  })

  test('is found in the log by its id', async () => {
    const refused = await account.send('GET', '/v2/apps/x')
    const id = refused.headers.get('x-request-id') ?? 'none'
    const lines = logged.filter(line => line.includes(id)).map(line => JSON.parse(line))
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'request', status: 404, route: '/v2/apps/:appId' }))
  })

  test('takes no id from the caller', async () => {
    const answer = await anonymous.send('GET', '/health', { headers: { 'x-request-id': 'mine', 'request-id': 'mine' } })
    expect(answer.headers.get('x-request-id')).not.toBe('mine')
  })
})

test('the metrics count requests by operation and status, without ids', async () => {
  const { body } = await anonymous.send<string>('GET', '/metrics')
  expect(body).toMatch(/parhelion_http_request_duration_seconds_count\{operation="ListApps",status="200"\} \d+/)
  expect(body).not.toContain(appId)
})

test('the metrics tell of each request how long it took at most', async () => {
  const { body } = await anonymous.send<string>('GET', '/metrics')
  const valuesOf = (what: string) =>
    [...body.matchAll(new RegExp(`^parhelion_http_request_duration_seconds_${what} ([\\d.e-]+)$`, 'gm'))].map(
      ([, value]) => Number(value),
    )
  const buckets = valuesOf('bucket\\{le="[^"]+",operation="ListApps",status="200"\\}')
  expect(buckets).toEqual(buckets.toSorted((a, b) => a - b))
  expect(buckets).toHaveLength(14)
  expect([buckets.at(-1)]).toEqual(valuesOf('count\\{operation="ListApps",status="200"\\}'))
  expect(valuesOf('sum\\{operation="ListApps",status="200"\\}')[0]).toBeGreaterThan(0)
})

describe('with replies checked, as in tests', () => {
  const lines: string[] = []
  const logger = pino(
    { level: 'trace' },
    new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) }),
  )
  const fastify = createFastify(logger)
  const http = new Http({
    fastify,
    authenticator: { authenticate: async () => ({ scope: 'account', keyId: 'act_x', serviceAccountId: undefined }) },
    mayUse: async () => true,
    count: async () => undefined,
    publicUrl: () => 'http://localhost',
    checkReplies: true,
  } as unknown as ConstructorParameters<typeof Http>[0])
  afterAll(() => fastify.close())

  const good = CreateApp.example.reply
  const replies: Record<string, unknown> = {
    good,
    'an extra property': { ...good, extra: 1 },
    'an extra property inside': { app: { ...good.app, secret: 'x' } },
    'a wrong type': { app: { ...good.app, displayName: 7 } },
    'a missing property': { app: { id: good.app.id, settings: {} } },
    'a date': { app: { ...good.app, displayName: new Date(0) } },
    nothing: null,
  }
  const at = (index: number) => `/v2/planted${index}`
  for (const [index, reply] of Object.values(replies).entries()) {
    const operation: Operation = { ...CreateApp, id: `Planted${index}`, path: at(index) }
    http.serve(operation, async () => reply)
  }

  test.each(Object.keys(replies).map((name, index) => [name, index] as const))(
    'a handler that answers against the contract fails, and the log names its operation: %s',
    async (name, index) => {
      const { statusCode, body } = await fastify.inject({
        method: 'POST',
        url: at(index),
        payload: { displayName: 'a' },
      })
      if (name === 'good' || name === 'a date') {
        // A date goes on the wire as a string, which is what the contract asks for.
        expect(statusCode).toBe(201)
        return
      }
      expect(statusCode).toBe(500)
      expect(JSON.parse(body)).toEqual({ errors: [{ code: 'internal_error', title: 'Internal server error' }] })
      expect(lines.join('')).toContain(`Planted${index} answers against its contract`)
    },
  )
})

test.each([
  ['slow headers', 'GET /health HTTP/1.1\r\nHost: x\r\n'],
  ['a slow body', 'POST /health HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{'],
])('a request that takes too long to arrive is cut off, in the envelope: %s', async (_, bytes) => {
  const timeouts = { headersMs: 50, requestMs: 100, uploadMs: 10_000, checkEveryMs: 10 }
  const fastify = createFastify(pino({ level: 'silent' }), { timeouts })
  fastify.post('/health', async () => ({}))
  const address = await fastify.listen({ host: '127.0.0.1', port: 0 })
  try {
    expect(await rawRequest(address, bytes)).toMatchObject({
      status: 408,
      body: { errors: [{ code: 'request_timeout', title: 'The request took too long to arrive' }] },
    })
  } finally {
    await fastify.close()
  }
})

test('a request that comes while the server closes is served as any other, on its last connection', async () => {
  const fastify = createFastify(pino({ level: 'silent' }))
  const arrived = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  fastify.get('/slow', async () => {
    arrived.resolve()
    await gate.promise
    return {}
  })
  fastify.get('/next', async () => ({}))
  const { hostname, port } = new URL(await fastify.listen({ host: '127.0.0.1', port: 0 }))
  const socket = connect(Number(port), hostname)
  socket.write(requestHead('GET /slow HTTP/1.1'))
  await arrived.promise
  const closed = fastify.close()
  await vi.waitFor(() => expect(fastify.server.listening).toBe(false))
  const answers = readAnswers(socket, 2)
  const sent = Promise.withResolvers<void>()
  socket.write(requestHead('GET /next HTTP/1.1'), () => sent.resolve())
  await sent.promise
  gate.resolve()
  expect(await answers).toMatchObject([{ status: 200 }, { status: 200 }])
  expect((await answers)[1]?.headers.get('connection')).toBe('close')
  await closed
})
