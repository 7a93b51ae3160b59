import { describe, expect, test } from 'vitest'
import { parseJson } from '../request/parse-json.ts'
import type { Shape } from '../request/shape.ts'
import { refine } from './combine.ts'
import { inferShape } from './infer.ts'
import { namedValues, recordTypes } from './read.ts'

const infer = (...documents: string[]) => inferShape(documents.map(document => parseJson(document)))

/** `{id: string, name?: string|null}` */
function written(shape: Shape): string {
  switch (shape.kind) {
    case 'object':
      return `{${shape.fields.map(field => `${field.name}${field.optional ? '?' : ''}: ${written(field.shape)}${field.nullable ? '|null' : ''}`).join(', ')}}`
    case 'map':
      return `map of ${written(shape.value)}`
    case 'list':
      return `[${written(shape.item)}${shape.nullableItems ? '|null' : ''}]`
    case 'integer':
    case 'number':
      return shape.size === 'safe' || shape.size === 'double' ? shape.kind : `${shape.kind} ${shape.size}`
    default:
      return shape.kind
  }
}

test.each<[string[], string]>([
  [['{"a": 1}', '{"a": 2, "b": "x"}'], '{a: integer, b?: string}'],
  [['{"a": null}', '{"a": 2}'], '{a: integer|null}'],
  [['{"a": null}'], '{a: null|null}'],
  [['{"a": []}', '{"a": [{"b": 1}, {"c": null}]}'], '{a: [{b?: integer, c?: null|null}]}'],
  [['[[[1, 2.5]], []]'], '[[[number]]]'],
  [['{"a": 1}', '{"a": "x"}'], '{a: any}'],
  [['{"a": {"b": 1}}', '{"a": [1]}'], '{a: any}'],
  [['9007199254740991'], 'integer'],
  [['9007199254740993'], 'integer int64'],
  [['[1, 18446744073709551616]'], '[integer big]'],
  [['0.1234567890123456789'], 'number decimal'],
  [['1.0'], 'number'],
  [['{"2026-01-01": 1, "2026-01-02": 2.5}'], 'map of number'],
  [['{"029c31f25a21b47effd7be90": {"x": 1}, "029c31f25a21b47effd7be91": {}}'], 'map of {x?: integer}'],
  [['{}'], 'map of any'],
  [['[null, "x"]'], '[string|null]'],
  [
    ['{"id": "<integer>", "when": "<dateTime>", "more": "<Error: Too many levels of nesting to fake this schema>"}'],
    '{id: integer, when: string, more: any}',
  ],
])('%j together are %s', (documents, shape) => expect(written(infer(...documents))).toBe(shape))

test('the order of the documents decides nothing but the order of fields', () => {
  const documents = ['{"a": 1, "b": null}', '{"a": 2.5, "b": [1]}', '{"c": {"d": "x"}}']
  const sorted = (shape: Shape) => written(shape).replaceAll(/[{}]/g, '').split(', ').sort()
  expect(sorted(infer(...documents))).toEqual(sorted(infer(...documents.toReversed())))
})

test('a schema is right where samples contradict it, and samples fill what it leaves open', () => {
  const schema: Shape = {
    kind: 'object',
    fields: [
      { name: 'when', shape: { kind: 'string' }, optional: false, nullable: false, secret: false },
      { name: 'open', shape: { kind: 'any' }, optional: true, nullable: false, secret: false },
    ],
  }
  expect(written(refine(schema, infer('{"when": 5, "open": [1], "more": true}')))).toBe(
    '{when: string, open?: [integer], more?: boolean}',
  )
})

test('secrets are known by their names', () => {
  const shape = infer(
    '{"key": {"secret": "x", "id": "y"}, "access_token": "t", "nextPageToken": "n", "X-API-Key": "k", "tokenType": "b"}',
  )
  const secret = namedValues(shape).flatMap(value => (value.secret ? value.path.join('.') : []))
  expect(secret).toEqual(['key.secret', 'access_token', 'X-API-Key'])
})

describe('values are named by their way', () => {
  test('through objects, into lists, with what may be absent', () => {
    const values = namedValues(infer('{"key": {"id": "x"}, "a": null, "list": [{"deep": [{"x": 1}]}]}', '{"list": []}'))
    expect(values.map(({ path, value, absent }) => [path.join('.'), value.kind, absent])).toEqual([
      ['key.id', 'string', true],
      ['a', 'null', true],
      ['list', 'list', false],
    ])
    expect(values[2]?.value).toMatchObject({
      item: {
        kind: 'record',
        values: [{ path: ['deep'], value: { item: { kind: 'record', values: [{ path: ['x'] }] } } }],
      },
    })
  })

  test('of a document that is a list, and of one that is a single value', () => {
    expect(namedValues(infer('[1]'))).toMatchObject([{ path: [], value: { kind: 'list', item: { kind: 'integer' } } }])
    expect(namedValues(infer('"x"'))).toMatchObject([{ path: [], value: { kind: 'string' } }])
  })
})

test('equal objects are one record, the root first', () => {
  const { shape, records } = recordTypes(
    infer('{"sender": {"id": 1}, "receiver": {"id": 2}, "items": [{"of": {"id": 3}}]}'),
  )
  expect(records.map(({ path }) => path)).toEqual([[], ['sender'], ['items']])
  expect(records[0]?.shape).toBe(shape)
})
