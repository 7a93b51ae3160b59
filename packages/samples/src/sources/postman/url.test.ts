import { describe, expect, test } from 'vitest'
import { readOne } from '../../../test/postman.ts'
import type { SampleRequest } from '../../request/request.ts'

const names = (request: SampleRequest) => request.inputs.map(({ name }) => name)

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
