import { describe, expect, test } from 'vitest'
import { readCases } from './cases.ts'
import { requestFaults } from './compare.ts'
import type { Recorded, Run } from './recorder.ts'
import { outputFaults } from './shown.ts'

const cases = await readCases([
  'create-integration-key',
  'multipart-texts',
  'json-big-integers',
  'json-list-of-records',
])
const BASE = 'http://127.0.0.1:9/run/1'
const NONE = { unsigned: false, namesBlobs: false, changesBreaks: false }

function caseOf(name: string) {
  const request = cases.get(name)
  if (request === undefined) throw new Error(`there is no case ${name}`)
  return request
}

function runOf(...requests: Recorded[]): Run {
  return { baseUrl: BASE, requests, tokenRequests: [] }
}

describe('a request that is right has no fault, and one that is not has the fault it has', () => {
  const values = new Map([
    ['url', BASE],
    ['appId', 'a/b'],
    ['integrationId', 'i'],
    ['username', 'u'],
    ['password', 'p'],
  ])
  const good: Recorded = {
    method: 'POST',
    target: '/v2/apps/a%2Fb/integrations/i/keys',
    headers: [
      ['Accept', 'application/json'],
      ['Content-Type', 'application/json; charset=utf-8'],
      ['Authorization', 'Basic dTpw'],
    ],
    body: Buffer.from('{"displayName":"My custom key"}'),
  }
  const faults = (...sent: Recorded[]) => requestFaults(caseOf('create-integration-key'), values, runOf(...sent), NONE)
  const withHeader = (name: string, value: string): Recorded => ({
    ...good,
    headers: good.headers.map(header => (header[0] === name ? ([name, value] as const) : header)),
  })

  test('right', () => expect(faults(good)).toEqual([]))
  test.each<[string, Recorded[], RegExp]>([
    ['none', [], /no request arrived/],
    ['two', [good, good], /2 requests/],
    ['another method', [{ ...good, method: 'PUT' }], /method/],
    ['a slash that separates', [{ ...good, target: '/v2/apps/a/b/integrations/i/keys' }], /path/],
    ['a query', [{ ...good, target: `${good.target}?x=1` }], /query/],
    ['another type', [withHeader('Content-Type', 'text/plain')], /content-type/],
    ['no header', [{ ...good, headers: good.headers.slice(1) }], /header accept/],
    ['another caller', [withHeader('Authorization', 'Basic dTpx')], /Authorization/],
    ['another text', [{ ...good, body: Buffer.from('{"displayName":"My custom key "}') }], /document/],
    ['no JSON', [{ ...good, body: Buffer.from('{') }], /no JSON/],
  ])('%s', (_what, sent, fault) => expect(faults(...sent).join()).toMatch(fault))
})

test('a number that lost digits is another number', () => {
  const body =
    '{"a":9007199254740992,"b":12345678901234567890,"c":-9223372036854775808,"d":123456789012345678901234567890}'
  const sent = {
    method: 'POST',
    target: '/things',
    headers: [['content-type', 'application/json']] as const,
    body: Buffer.from(body),
  }
  const faults = requestFaults(caseOf('json-big-integers'), new Map([['baseUrl', BASE]]), runOf(sent), NONE)
  expect(faults.join()).toContain('9007199254740993')
})

describe('what a program printed', () => {
  const request = caseOf('json-list-of-records')
  const body = request.replies[0]?.samples[0] ?? ''
  const good = [
    'users[0].id = u1',
    'users[0].name = Ann',
    'users[0].age = 41',
    'users[1].id = u2',
    'users[1].name = Bob',
    'users[1].age = 0',
    'users[1].signedUpAt = 2026-01-02',
    'users[1].email = b@example.com',
    'meta.hasMore = false',
    'meta.total = 2',
  ]
  const faults = (lines: readonly string[]) => outputFaults(request, body, `${lines.join('\n')}\n`, false)

  test('right, in whatever order', () => expect(faults(good.toReversed())).toEqual([]))
  test('a value that is missing', () => expect(faults(good.slice(1))).toEqual(['users[0].id was not printed']))
  test('a value that is another', () =>
    expect(faults(good.with(2, 'users[0].age = 42')).join()).toContain('users[0].age'))
  test('what is absent', () => expect(faults([...good, 'users[0].email = null']).join()).toContain('printed more'))
  test('a value twice', () => expect(faults([...good, 'meta.total = 2']).join()).toContain('printed more'))
})
