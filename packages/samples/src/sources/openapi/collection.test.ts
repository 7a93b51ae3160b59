import { describe, expect, test } from 'vitest'
import { document, type Json, readOperation } from '../../../test/openapi.ts'
import { printJson } from '../../request/print-json.ts'
import type { SampleRequest } from '../../request/request.ts'
import { read } from '../read.ts'

const input = (request: SampleRequest, name: string) => request.inputs.find(one => one.name === name)
const json = ({ body }: SampleRequest) => (body.kind === 'json' ? JSON.parse(printJson(body.value)) : body.kind)
const jsonBody = (media: Json) => ({ requestBody: { content: { 'application/json': media } } })

describe('where it is sent', () => {
  test('the nearest server, its variables as inputs', () => {
    const servers = [
      { url: 'https://{region}.a.example/v1/', variables: { region: { default: 'eu', description: 'Where' } } },
    ]
    const request = readOperation({}, { servers })
    expect(request.url.base).toEqual(['https://', { input: 'region' }, '.a.example'])
    expect(request.url.path).toEqual([['v1'], ['things'], [{ input: 'id' }]])
    expect(input(request, 'region')).toMatchObject({ default: 'eu', description: 'Where' })
    expect(readOperation({ servers: [{ url: 'https://b.example' }] }, { servers }).inputs[0]).toMatchObject({
      default: 'https://b.example',
    })
  })

  test('a document that does not say which host asks for it, or takes the one it was read from', () => {
    const more = { servers: [{ url: '/v1' }] }
    expect(readOperation({}, more).inputs[0]).toEqual({
      name: 'baseUrl',
      env: 'BASE_URL',
      kind: 'baseUrl',
      type: 'string',
    })
    const from = readOperation({}, more, { sourceUrl: 'https://a.example/docs/openapi.json' })
    expect(from.inputs[0]).toMatchObject({ default: 'https://a.example' })
    expect(from.url.path[0]).toEqual(['v1'])
  })

  test('a base that is given takes its place', () => {
    const request = readOperation(
      {},
      { servers: [{ url: 'https://{x}.a.example' }] },
      { baseUrl: 'http://127.0.0.1:1/' },
    )
    expect(request.inputs[0]).toMatchObject({ kind: 'baseUrl', default: 'http://127.0.0.1:1' })
  })
})

describe('parameters', () => {
  const parameter = (name: string, place: string, more: Json = {}) => ({
    name,
    in: place,
    required: true,
    schema: { type: 'string' },
    ...more,
  })

  test('those that must be given are inputs with their defaults and examples; others are left out', () => {
    const parameters = [
      parameter('id', 'path', { example: 'abc', description: 'Which' }),
      parameter('q', 'query', { schema: { type: 'string', default: 'x' } }),
      parameter('page', 'query', { required: false }),
      parameter('X-Version', 'header', { schema: { enum: ['2'] } }),
      parameter('Accept', 'header'),
      parameter('sid', 'cookie'),
    ]
    const request = readOperation({ parameters })
    expect(request.url.query).toEqual([{ name: ['q'], value: [{ input: 'q' }] }])
    expect(request.headers).toEqual([
      { name: 'X-Version', value: [{ input: 'X-Version' }] },
      { name: 'Cookie', value: ['sid=', { input: 'sid' }] },
    ])
    expect(input(request, 'id')).toMatchObject({ kind: 'path', example: 'abc', description: 'Which' })
    expect(input(request, 'id')).not.toHaveProperty('default')
    expect(input(request, 'q')).toMatchObject({ default: 'x' })
    expect(input(request, 'X-Version')).toMatchObject({ default: '2' })
  })

  test('an operation says more than its path; a name in two places is two inputs', () => {
    const paths = {
      '/things/{id}': {
        parameters: [parameter('id', 'path', { example: 'a' })],
        get: { parameters: [parameter('id', 'path', { example: 'b' }), parameter('id', 'query')] },
      },
    }
    const request = readOperation({}, { paths })
    expect(input(request, 'id')?.example).toBe('b')
    expect(request.url.query).toEqual([{ name: ['id'], value: [{ input: 'query id' }] }])
  })

  test('a deep object is its members', () => {
    const schema = {
      type: 'object',
      properties: { conversationId: { type: 'string' }, x: {} },
      required: ['conversationId'],
    }
    const request = readOperation({ parameters: [parameter('filter', 'query', { style: 'deepObject', schema })] })
    expect(request.url.query[0]?.name).toEqual(['filter[conversationId]'])
  })
})

describe('bodies', () => {
  test('an example that is given, digit for digit', () => {
    const text = JSON.stringify(document(jsonBody({ example: { a: 'BIG' } }))).replace('"BIG"', '12345678901234567890')
    const body = read(text).items[0]?.request.body
    expect(body?.kind === 'json' && printJson(body.value)).toBe('{\n  "a": 12345678901234567890\n}')
  })

  test('a named example by reference, before one made from the schema', () => {
    const components = { examples: { E: { value: { a: 1 } } } }
    const schema = { type: 'object', properties: { b: { type: 'string' } } }
    expect(
      json(readOperation(jsonBody({ schema, examples: { e: { $ref: '#/components/examples/E' } } }), { components })),
    ).toEqual({ a: 1 })
    expect(json(readOperation(jsonBody({ schema })))).toEqual({ b: 'string' })
  })

  test('made from schemas that refer to others, and to themselves, without what is only read', () => {
    const Node = {
      type: 'object',
      properties: {
        id: { type: 'string', readOnly: true },
        name: { type: 'string', examples: ['n'] },
        next: { $ref: '#/components/schemas/Node' },
      },
    }
    const made = json(
      readOperation(jsonBody({ schema: { $ref: '#/components/schemas/Node' } }), { components: { schemas: { Node } } }),
    )
    expect(made).toMatchObject({ name: 'n' })
    expect(made).not.toHaveProperty('id')
  })

  test.each<[string, Json, object]>([
    [
      'application/x-www-form-urlencoded',
      { schema: { type: 'object', properties: { a: { type: 'integer', default: 5 } } } },
      { kind: 'form', fields: [{ name: ['a'], value: ['5'] }] },
    ],
    [
      'multipart/form-data',
      {
        schema: {
          type: 'object',
          properties: {
            f: { type: 'string', format: 'binary' },
            g: { type: 'string', contentMediaType: 'image/png' },
            n: { type: 'string', default: 'x' },
            o: { type: 'object', properties: { a: { const: 1 } } },
          },
        },
        encoding: { f: { contentType: 'image/png, image/gif' } },
      },
      {
        kind: 'multipart',
        parts: [
          { kind: 'file', contentType: 'image/png' },
          { kind: 'file' },
          { kind: 'text', value: ['x'] },
          { kind: 'text', contentType: 'application/json' },
        ],
      },
    ],
    [
      'application/octet-stream',
      { schema: { type: 'string', format: 'binary' } },
      { kind: 'file', contentType: 'application/octet-stream' },
    ],
    ['text/csv', { example: 'a;b' }, { kind: 'text', contentType: 'text/csv', text: ['a;b'] }],
  ])('%s', (type, media, expected) => {
    expect(readOperation({ requestBody: { content: { [type]: media } } }).body).toMatchObject(expected)
  })
})

describe('who calls', () => {
  const securitySchemes = {
    basic: { type: 'http', scheme: 'basic' },
    token: { type: 'http', scheme: 'bearer' },
    key: { type: 'apiKey', in: 'query', name: 'api_key' },
    session: { type: 'apiKey', in: 'cookie', name: 'sid' },
    app: { type: 'apiKey', in: 'header', name: 'X-App' },
    person: { type: 'oauth2', flows: { authorizationCode: { authorizationUrl: '/a', tokenUrl: '/t', scopes: {} } } },
    machine: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/token', scopes: { x: '' } } } },
    mutual: { type: 'mutualTLS' },
  }
  const auth = (...security: Json[]) =>
    readOperation({ security }, { components: { securitySchemes }, servers: [{ url: 'https://a.example' }] })

  test.each<[Json, object]>([
    [{ basic: [] }, { kind: 'basic', username: [{ input: 'username' }] }],
    [{ token: [] }, { kind: 'bearer' }],
    [{ key: [] }, { kind: 'apiKey', in: 'query', name: 'api_key' }],
    [{ session: [] }, { kind: 'apiKey', in: 'cookie', name: 'sid' }],
    [{ person: [] }, { kind: 'bearer', token: [{ input: 'accessToken' }] }],
    [{ machine: ['x'] }, { kind: 'oauth2', clientIn: 'header' }],
    [{ mutual: [] }, { kind: 'none' }],
    [{}, { kind: 'none' }],
  ])('%j', (way, expected) => expect(auth(way).auth).toMatchObject(expected))

  test('an operation says more than the document, also that anybody may', () => {
    const more = { components: { securitySchemes }, security: [{ basic: [] }] }
    expect(readOperation({}, more).auth.kind).toBe('basic')
    expect(readOperation({ security: [] }, more).auth.kind).toBe('none')
  })

  test('of several ways the first, with a note; two that belong together are both sent', () => {
    expect(auth({ basic: [] }, { token: [] }).notes).toEqual(['The API also lets in by token.'])
    expect(auth({ app: [], token: [] })).toMatchObject({
      auth: { kind: 'bearer' },
      headers: [{ name: 'X-App', value: [{ input: 'X-App' }] }],
    })
  })
})

test('YAML reads like JSON', () => {
  const yaml = `
openapi: 3.0.3
info: {title: T, version: "1"}
paths:
  /things/{id}:
    post:
      tags: [Things]
      summary: Do it
      operationId: doIt
      requestBody: {content: {application/json: {example: {n: 12345678901234567890}}}}
`
  const [item] = read(yaml).items
  expect(item?.request).toMatchObject({ id: 'doIt', path: ['Things', 'Do it'] })
  expect(item?.request.body.kind === 'json' && printJson(item.request.body.value)).toContain('12345678901234567890')
})

describe('what cannot be read is refused with its place', () => {
  test.each<[string, string]>([
    ['openapi: 3.1.0\npaths:\n  /a: [', 'line 3, column'],
    [JSON.stringify({ swagger: '2.0', paths: {} }), 'the document is version 2.0; what can be read is OpenAPI 3.0'],
    [
      JSON.stringify(document({ requestBody: { $ref: '#/components/x' } })),
      "paths./things/{id}.post.requestBody refers to '#/components/x', which is not there",
    ],
    [JSON.stringify(document({ parameters: {} })), 'paths./things/{id}.post.parameters must be an array'],
    ['{"openapi": "3.1.0", }', 'line 1'],
    ['key: value', 'This is no collection of Postman'],
    ['  ', 'There is nothing to read'],
  ])('%s', (source, message) => expect(() => read(source)).toThrow(message))
})
