import { describe, expect, test } from 'vitest'
import { type Json, readOperation } from '../../../test/openapi.ts'
import { expectation } from '../../reply/expect.ts'

describe('replies', () => {
  const replies = (schema: Json, schemas: Json = {}) => {
    const responses = { 200: { description: 'OK', content: { 'application/json': { schema } } } }
    const { content } = expectation(readOperation({ responses }, { components: { schemas } }).replies)
    return content.kind === 'json' ? content.shape : undefined
  }

  test('all that are documented, with and without a body', () => {
    const responses = {
      201: {
        description: 'Created\nmore',
        content: { 'application/json': { schema: { type: 'object', properties: { id: { type: 'string' } } } } },
      },
      '4xx': { description: 'Bad' },
      default: { $ref: '#/components/responses/Any' },
      'x-note': {},
    }
    const request = readOperation(
      { responses },
      { components: { responses: { Any: { description: 'Any', content: { 'text/plain': {} } } } } },
    )
    expect(request.replies).toMatchObject([
      {
        status: 201,
        name: 'Created',
        contentType: 'application/json',
        samples: ['{\n  "id": "string"\n}'],
        shape: { kind: 'object' },
      },
      { status: '4XX', samples: [''] },
      { status: 'default', contentType: 'text/plain', samples: [] },
    ])
    expect(request.headers).toEqual([{ name: 'Accept', value: ['application/json'] }])
  })

  test.each<[string, Json, object]>([
    [
      'nullable as in 3.0',
      { type: 'object', properties: { a: { type: 'string', nullable: true } } },
      { fields: [{ nullable: true, optional: true, shape: { kind: 'string' } }] },
    ],
    [
      'nullable as in 3.1',
      { type: 'object', required: ['a'], properties: { a: { type: ['integer', 'null'], format: 'int64' } } },
      { fields: [{ nullable: true, optional: false, shape: { kind: 'integer', size: 'int64' } }] },
    ],
    [
      'nullable by a choice',
      { properties: { a: { oneOf: [{ type: 'null' }, { type: 'boolean' }] } } },
      { fields: [{ nullable: true, shape: { kind: 'boolean' } }] },
    ],
    [
      'all of several',
      {
        allOf: [{ properties: { a: { type: 'string' } } }, { required: ['b'], properties: { b: { type: 'number' } } }],
      },
      { fields: [{ name: 'a' }, { name: 'b', optional: false }] },
    ],
    [
      'one of several',
      { oneOf: [{ required: ['a'], properties: { a: { type: 'string' } } }, { properties: { b: { enum: [1] } } }] },
      {
        fields: [
          { name: 'a', optional: true },
          { name: 'b', shape: { kind: 'integer' } },
        ],
      },
    ],
    [
      'a map',
      { type: 'object', additionalProperties: { type: 'integer' } },
      { kind: 'map', value: { kind: 'integer' } },
    ],
    ['a list', { type: 'array', items: { type: 'string' } }, { kind: 'list', item: { kind: 'string' } }],
    [
      'what is only written is left out',
      { properties: { a: { type: 'string', writeOnly: true }, b: {} } },
      { fields: [{ name: 'b' }] },
    ],
    [
      'a secret by its format',
      { properties: { a: { type: 'string', format: 'password' } } },
      { fields: [{ secret: true }] },
    ],
  ])('%s', (_what, schema, expected) => expect(replies(schema)).toMatchObject(expected))

  test('a schema that contains itself ends where it begins anew', () => {
    const Node = {
      type: 'object',
      properties: {
        next: { $ref: '#/components/schemas/Node' },
        list: { type: 'array', items: { $ref: '#/components/schemas/Node' } },
      },
    }
    expect(replies({ $ref: '#/components/schemas/Node' }, { Node })).toMatchObject({
      fields: [
        { name: 'next', shape: { kind: 'any' } },
        { name: 'list', shape: { kind: 'list' } },
      ],
    })
  })
})

test('schemas that all refer to each other end somewhere', () => {
  const names = Array.from({ length: 40 }, (_, index) => `S${index}`)
  const properties = Object.fromEntries(names.map(name => [name, { $ref: `#/components/schemas/${name}` }]))
  const schemas = Object.fromEntries(names.map(name => [name, { type: 'object', properties }]))
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/S0' } } }
  const responses = { 200: { description: 'OK', content } }
  expect(readOperation({ responses }, { components: { schemas } }).replies[0]?.shape?.kind).toBe('object')
})
