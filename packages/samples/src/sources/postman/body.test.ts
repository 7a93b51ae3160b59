import { describe, expect, test } from 'vitest'
import { readAll, readOne } from '../../../test/postman.ts'
import { printJson } from '../../request/print-json.ts'
import type { SampleRequest } from '../../request/request.ts'

const json = ({ body }: SampleRequest) => (body.kind === 'json' ? printJson(body.value) : body.kind)

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
