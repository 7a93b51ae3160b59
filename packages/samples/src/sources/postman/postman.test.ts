import { describe, expect, test } from 'vitest'
import { faults } from '../../request/faults.ts'
import { printJson } from '../../request/print-json.ts'
import type { SampleRequest } from '../../request/request.ts'
import { read } from '../read.ts'

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'

function readAll(item: unknown[], more: object = {}): SampleRequest[] {
  const collection = { info: { name: 'Test', schema: SCHEMA }, item, ...more }
  const requests = read(`\uFEFF${JSON.stringify(collection)}`).items.map(one => one.request)
  for (const request of requests) expect(faults(request)).toEqual([])
  return requests
}

function readOne(request: unknown, more: object = {}, response: unknown = []): SampleRequest {
  const [only] = readAll([{ name: 'One', request, response }], more)
  if (only === undefined) throw new Error('Nothing was read')
  return only
}

const names = (request: SampleRequest) => request.inputs.map(({ name }) => name)
const json = ({ body }: SampleRequest) => (body.kind === 'json' ? printJson(body.value) : body.kind)

describe('addresses', () => {
  const pieces = {
    raw: '{{url}}/v2/apps/{{appId}}/x/:id?a=1',
    host: ['{{url}}'],
    path: ['v2', 'apps', '{{appId}}', 'x', ':id'],
    query: [{ key: 'a', value: '1' }],
    variable: [{ key: 'id' }],
  }

  test('read the same as a text, as a text in an object, and in pieces', () => {
    const all = [pieces.raw, { raw: pieces.raw }, pieces].map(url => readOne({ method: 'GET', url }).url)
    expect(all[0]).toEqual({
      base: [{ input: 'url' }],
      path: [['v2'], ['apps'], [{ input: 'appId' }], ['x'], [{ input: 'id' }]],
      query: [{ name: ['a'], value: ['1'] }],
    })
    expect(all[1]).toEqual(all[0])
    expect(all[2]).toEqual(all[0])
  })

  test('a request that is only an address is a GET', () => {
    expect(readOne('https://a.example/x')).toMatchObject({ method: 'GET', url: { path: [['x']] } })
  })

  test('a host that is not known is asked for, and one that is known can be changed', () => {
    expect(readOne({ url: pieces }).inputs[0]).toEqual({
      name: 'url',
      env: 'BASE_URL',
      kind: 'baseUrl',
      type: 'string',
    })
    expect(readOne({ url: 'https://a.example:8443/x' }).inputs[0]).toMatchObject({ default: 'https://a.example:8443' })
    const variable = [{ key: 'url', value: 'a.example/' }]
    expect(readOne({ url: pieces }, { variable }).inputs[0]).toMatchObject({ default: 'http://a.example' })
  })

  test('a variable made of others is taken apart', () => {
    const variable = [
      { key: 'url', value: 'https://{{region}}.a.example/{{version}}' },
      { key: 'version', value: 'v2' },
    ]
    const request = readOne({ url: '{{url}}/x' }, { variable })
    expect(request.url.base).toEqual(['https://', { input: 'region' }, '.a.example/', { input: 'version' }])
    expect(names(request)).toEqual(['region', 'version', 'timeout'])
  })

  test('variables that refer to each other in a circle end as inputs', () => {
    const variable = [
      { key: 'a', value: '{{b}}' },
      { key: 'b', value: '{{a}}' },
    ]
    expect(readOne({ url: 'https://a.example/{{a}}' }, { variable }).url.path).toEqual([[{ input: 'a' }]])
  })

  test('the value of a path variable may be a variable, of another name or of its own', () => {
    const url = {
      raw: 'https://a.example/:appId/:key',
      variable: [
        { key: 'appId', value: '{{appId}}' },
        { key: 'key', value: '{{keyId}}', description: 'Of a key' },
      ],
    }
    const request = readOne(
      { url },
      { variable: [{ key: 'appId', value: '5d8c', description: { content: 'Id of the app' } }] },
    )
    expect(request.url.path).toEqual([[{ input: 'appId' }], [{ input: 'keyId' }]])
    expect(request.inputs[1]).toMatchObject({ kind: 'path', default: '5d8c', description: 'Id of the app' })
  })

  test('switched off parts are not sent, the others are decoded once', () => {
    const query = [
      { key: 'a', value: 'x%20y+z' },
      { key: 'b', value: 'off', disabled: true },
      { key: 'c', value: null },
      { key: 'c', value: '{{c}}' },
    ]
    expect(readOne({ url: { ...pieces, query } }).url.query).toEqual([
      { name: ['a'], value: ['x y z'] },
      { name: ['c'], value: [] },
      { name: ['c'], value: [{ input: 'c' }] },
    ])
  })

  test('what must be encoded in a path is, what is encoded stays', () => {
    expect(readOne('https://a.example/a b/%2F/ü:x/50%/').url.path).toEqual([
      ['a%20b'],
      ['%2F'],
      ['%C3%BC:x'],
      ['50%25'],
      [],
    ])
  })
})

describe('who calls', () => {
  const auth = (type: string, pairs: Record<string, unknown>) => ({
    type,
    [type]: Object.entries(pairs).map(([key, value]) => ({ key, value, type: 'any' })),
  })
  const basic = auth('basic', { username: '{{user}}', password: '{{pass}}' })
  const url = 'https://a.example/'

  test('request before folder before collection', () => {
    const item = (own?: object | null) => ({ name: 'x', request: { url, ...(own === undefined ? {} : { auth: own }) } })
    const folder = {
      name: 'F',
      auth: auth('bearer', { token: '{{token}}' }),
      item: [item(), item(null), { name: 'G', item: [item()] }],
    }
    const all = readAll([item(), folder, item({ type: 'noauth' }), item(auth('digest', { username: 'me' }))], {
      auth: basic,
    })
    expect(all.map(request => request.auth.kind)).toEqual(['basic', 'bearer', 'bearer', 'bearer', 'none', 'digest'])
    expect(all[3]?.path).toEqual(['F', 'G', 'x'])
  })

  test('format 2.0, where parameters are an object, reads like 2.1', () => {
    const old = { type: 'basic', basic: { username: '{{user}}', password: '{{pass}}', showPassword: false } }
    expect(readOne({ url, auth: old }).auth).toEqual(readOne({ url, auth: basic }).auth)
  })

  test.each<[string, object, object]>([
    ['bearer', { token: '{{t}}' }, { kind: 'bearer', token: [{ input: 't' }] }],
    ['bearer', { token: 'abc' }, { kind: 'bearer', token: [{ input: 'token' }] }],
    [
      'apikey',
      { key: 'X-Key', value: '{{k}}' },
      { kind: 'apiKey', in: 'header', name: 'X-Key', value: [{ input: 'k' }] },
    ],
    [
      'apikey',
      { key: 'key', value: 'abc', in: 'query' },
      { kind: 'apiKey', in: 'query', name: 'key', value: [{ input: 'key' }] },
    ],
    ['oauth2', { accessToken: '{{t}}' }, { kind: 'bearer', token: [{ input: 't' }] }],
    [
      'oauth2',
      { accessToken: '{{t}}', headerPrefix: 'Token' },
      { kind: 'apiKey', name: 'Authorization', value: ['Token ', { input: 't' }] },
    ],
    [
      'oauth2',
      { accessToken: '{{t}}', addTokenTo: 'queryParams' },
      { kind: 'apiKey', in: 'query', name: 'access_token' },
    ],
    [
      'oauth2',
      {
        grant_type: 'client_credentials',
        accessTokenUrl: '{{url}}/token',
        clientId: '{{id}}',
        clientSecret: 's',
        scope: 'a b',
        client_authentication: 'body',
      },
      {
        kind: 'oauth2',
        tokenUrl: [{ input: 'url' }, '/token'],
        clientSecret: [{ input: 'clientSecret' }],
        clientIn: 'body',
      },
    ],
    [
      'oauth1',
      { consumerKey: 'ck', consumerSecret: 'cs', token: 't', tokenSecret: 'ts', signatureMethod: 'HMAC-SHA256' },
      { kind: 'oauth1', method: 'HMAC-SHA256', in: 'header', realm: [] },
    ],
    [
      'oauth1',
      { consumerKey: 'ck', consumerSecret: 'cs', addParamsToHeader: false },
      { kind: 'oauth1', in: 'query', token: [], tokenSecret: [] },
    ],
    [
      'awsv4',
      { accessKey: '{{ak}}', secretKey: '{{sk}}', region: 'eu-west-1', service: 's3' },
      { kind: 'awsSigV4', sessionToken: [] },
    ],
    [
      'jwt',
      {
        algorithm: 'HS256',
        secret: '{{s}}',
        payload: '{"scope": "{{scope}}"}',
        header: '{"kid": "{{kid}}"}',
        isSecretBase64Encoded: true,
      },
      {
        kind: 'jwt',
        keyId: [{ input: 'kid' }],
        secretIsBase64: true,
        claims: { kind: 'object', members: [{ name: ['scope'] }] },
      },
    ],
    ['jwt', { algorithm: 'RS256', privateKey: 'x' }, { kind: 'bearer' }],
  ])('%s %j', (type, parameters, expected) => {
    expect(readOne({ url, auth: auth(type, { ...parameters }) }).auth).toMatchObject(expected)
  })

  test('a kind that programs do not have is a note, never silence', () => {
    const request = readOne({ url, auth: auth('ntlm', { username: 'x' }) })
    expect(request.auth).toEqual({ kind: 'none' })
    expect(request.notes).toEqual([expect.stringContaining("'ntlm'")])
  })

  test('another scheme in the saved replies is told', () => {
    const originalRequest = { header: [{ key: 'Authorization', value: 'Bearer <token>' }] }
    expect(readOne({ url, auth: basic }, {}, [{ code: 200, originalRequest }]).notes).toEqual([
      expect.stringContaining('bearer token'),
    ])
  })
})

describe('bodies', () => {
  const url = 'https://a.example/'
  const post = (body: object, header: object[] = []) => readOne({ method: 'POST', url, header, body })

  test('JSON with placeholders in texts and alone, numbers digit for digit', () => {
    const raw = '{\n "a": "x{{b}}", "n": {{n}}, "big": 12345678901234567890, // note\n "f": {{flag}}, "o": {{o}}\n}'
    const variable = [
      { key: 'n', value: '5' },
      { key: 'flag', value: 'true' },
    ]
    const request = readOne({ method: 'POST', url, body: { mode: 'raw', raw } }, { variable })
    expect(json(request).replaceAll(/\s/g, '')).toBe(
      '{"a":"x{{b}}","n":{{n}},"big":12345678901234567890,"f":{{flag}},"o":{{o}}}',
    )
    expect(request.inputs.map(({ name, type }) => [name, type])).toEqual([
      ['baseUrl', 'string'],
      ['b', 'string'],
      ['n', 'integer'],
      ['flag', 'boolean'],
      ['o', 'json'],
      ['timeout', 'number'],
    ])
  })

  test('text that is not JSON stays text, with a note where it should have been', () => {
    expect(post({ mode: 'raw', raw: '<a/>', options: { raw: { language: 'xml' } } }).body).toEqual({
      kind: 'text',
      contentType: 'application/xml',
      text: ['<a/>'],
    })
    const broken = post({ mode: 'raw', raw: '{"a": }', options: { raw: { language: 'json' } } })
    expect(broken.body).toMatchObject({ kind: 'text', contentType: 'application/json' })
    expect(broken.notes).toHaveLength(1)
  })

  test('the type is sent once, as the header says it', () => {
    const request = post({ mode: 'raw', raw: '{}' }, [
      { key: 'content-type', value: 'application/vnd.api+json; charset=utf-8' },
    ])
    expect(request.body).toMatchObject({ kind: 'json', contentType: 'application/vnd.api+json; charset=utf-8' })
    expect(request.headers).toEqual([])
  })

  test('forms, with what is switched off left out', () => {
    const urlencoded = [
      { key: 'a', value: 'x y' },
      { key: 'b', value: '1', disabled: true },
      { key: 'c', value: '{{c}}' },
    ]
    const fields = [
      { name: ['a'], value: ['x y'] },
      { name: ['c'], value: [{ input: 'c' }] },
    ]
    expect(post({ mode: 'urlencoded', urlencoded }).body).toEqual({ kind: 'form', fields })
    expect(post({ mode: 'urlencoded', urlencoded: 'a=x%20y&c={{c}}' }).body).toEqual({ kind: 'form', fields })
  })

  test('parts, files among them: each is an input of its own', () => {
    const formdata = [
      { key: 'note', value: 'hi', type: 'text', contentType: 'text/markdown' },
      { key: 'doc', type: 'file', src: ['/tmp/a.pdf', '/tmp/b.pdf'] },
      { key: 'file', type: 'file', src: null },
    ]
    const request = post({ mode: 'formdata', formdata })
    expect(request.body).toMatchObject({
      kind: 'multipart',
      parts: [{ contentType: 'text/markdown' }, { input: 'docFile' }, { input: 'docFile2' }, { input: 'file' }],
    })
    expect(request.inputs.filter(({ kind }) => kind === 'file').map(input => input.default)).toEqual([
      '/tmp/a.pdf',
      '/tmp/b.pdf',
      undefined,
    ])
  })

  test('a file, and GraphQL', () => {
    expect(post({ mode: 'file', file: { src: 'x.bin' } }).body).toMatchObject({
      kind: 'file',
      contentType: 'application/octet-stream',
      input: 'file',
    })
    const graphql = { query: 'query Q($id: ID!) { a(id: $id) }', variables: '{"id": "{{id}}"}', operationName: 'Q' }
    expect(post({ mode: 'graphql', graphql }).body).toMatchObject({
      kind: 'graphql',
      operationName: 'Q',
      variables: { kind: 'object' },
    })
  })

  test('a GET sends none unless it is told to, as in Postman', () => {
    const request = { method: 'GET', url, body: { mode: 'raw', raw: '{}' } }
    expect(readOne(request).body).toEqual({ kind: 'none' })
    const [kept] = readAll([{ name: 'x', request, protocolProfileBehavior: { disableBodyPruning: true } }])
    expect(kept?.body.kind).toBe('json')
  })
})

describe('the rest', () => {
  test('headers as a text, and none', () => {
    const request = readOne({ url: 'https://a.example/', header: 'Accept: a/b\r\nX-Y: {{z}}\n' })
    expect(request.headers).toEqual([
      { name: 'Accept', value: ['a/b'] },
      { name: 'X-Y', value: [{ input: 'z' }] },
    ])
    expect(readOne({ url: 'https://a.example/', header: null }).headers).toEqual([])
  })

  test('names that are missing or the same', () => {
    const request = { url: 'https://a.example/v1/x', method: 'post' }
    const all = readAll([{ request }, { name: 'A', request }, { name: 'A', request }])
    expect(all.map(one => one.path)).toEqual([['POST /v1/x'], ['A'], ['A']])
    expect(new Set(all.map(one => one.id)).size).toBe(3)
  })

  test('what Postman makes anew is an input with a value of that form', () => {
    const request = readOne({ url: 'https://a.example/{{$guid}}', method: 'GET' })
    expect(request.inputs[1]).toMatchObject({
      name: '$guid',
      env: 'GUID',
      default: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(request.notes).toHaveLength(1)
  })

  test('names of variables that systems use themselves are avoided', () => {
    const request = readOne({ url: 'https://a.example/{{path}}/{{home}}/{{1st}}/{{a-b}}/{{a_b}}/{{über}}' })
    expect(request.inputs.map(({ env }) => env)).toEqual([
      'BASE_URL',
      'API_PATH',
      'API_HOME',
      'API_1ST',
      'A_B',
      'A_B_2',
      'UBER',
      'TIMEOUT_SECONDS',
    ])
  })

  test('replies with what they say of themselves', () => {
    const response = [
      {
        name: 'Made',
        code: 201,
        header: [{ key: 'Content-Type', value: 'application/json; charset=utf-8' }],
        body: '{"id": 1}',
      },
      { name: 'Gone', code: 404, header: null, _postman_previewlanguage: 'html', body: '<p>' },
      { name: 'Nothing', code: 204, body: null },
      { name: 'Broken' },
    ]
    expect(readOne({ url: 'https://a.example/' }, {}, response).replies).toEqual([
      { status: 201, name: 'Made', contentType: 'application/json', samples: ['{"id": 1}'] },
      { status: 404, name: 'Gone', contentType: 'text/html', samples: ['<p>'] },
      { status: 204, name: 'Nothing', samples: [''] },
    ])
  })

  test('a script that would run before is told of', () => {
    const event = [{ listen: 'prerequest', script: { exec: ['pm.environment.set("a", 1)'] } }]
    expect(readOne({ url: 'https://a.example/' }, { event }).notes).toEqual([expect.stringContaining('script')])
  })
})

test.each<[string, unknown[], string]>([
  ['an item that is none', ['x'], 'item[0] must be an object'],
  ['an item without a request', [{ name: 'A', item: [{ name: 'B' }] }], 'item[0].item[0].request is missing'],
  [
    'a body of an unknown kind',
    [{ name: 'A', request: { method: 'POST', url: 'x', body: { mode: 'carrier' } } }],
    "item[0].request.body.mode 'carrier' is not a kind of body",
  ],
  ['a name that is an object', [{ name: {}, request: 'x' }], 'item[0].name must be a text'],
  [
    'headers that are no list',
    [{ name: 'A', request: { url: 'x', header: [{ key: ['a'] }] } }],
    'item[0].request.header[0].key must be a text',
  ],
])('%s is refused with its place', (_what, item, message) => {
  expect(() => readAll(item)).toThrow(message)
})
