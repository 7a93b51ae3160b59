import { describe, expect, test } from 'vitest'
import { readAll, readOne } from '../../../test/postman.ts'

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

  test('claims that are no JSON are a note, and do not keep the rest from being read', () => {
    const request = readOne({ url, auth: auth('jwt', { algorithm: 'HS256', secret: '{{s}}', payload: 'scope' }) })
    expect(request.auth).toMatchObject({ kind: 'jwt', claims: { members: [] } })
    expect(request.notes).toEqual([expect.stringContaining('claims of the token')])
  })

  test('another scheme in the saved replies is told', () => {
    const originalRequest = { header: [{ key: 'Authorization', value: 'Bearer <token>' }] }
    expect(readOne({ url, auth: basic }, {}, [{ code: 200, originalRequest }]).notes).toEqual([
      expect.stringContaining('bearer token'),
    ])
  })
})
