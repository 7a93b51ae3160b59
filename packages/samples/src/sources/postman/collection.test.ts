import { describe, expect, test } from 'vitest'
import { readAll, readOne } from '../../../test/postman.ts'
import { read } from '../read.ts'

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

test('a collection of the first format is told from others, and what to do about it', () => {
  const old = { id: '1', name: 'Old', order: ['2'], requests: [{ id: '2', url: 'https://a.example' }] }
  expect(() => read(JSON.stringify(old))).toThrow('the document is a collection of format 1: export it as 2.1')
})

test.each([4_000, 50_000])('folders in folders, %i deep, are refused, not crashed on', depth => {
  const source = `{"info": {}, "item": ${'[{"item": '.repeat(depth)}[]${'}]'.repeat(depth)}}`
  expect(() => read(source)).toThrow(/nested (?:too deeply|deeper than)/)
})
