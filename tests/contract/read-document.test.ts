import { expect, test } from 'vitest'
import { compare } from './compare.ts'
import { readFacts } from './read-document.ts'

/** A document with one operation, whose body is the schema `Body`. */
const withSchemas = (schemas: object) => ({
  info: { version: '1' },
  paths: {
    '/things': {
      post: {
        operationId: 'CreateThing',
        security: [{ basicAuth: ['app'] }],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Body' } } } },
        responses: {},
      },
    },
  },
  components: { schemas },
})

const differencesBetween = (ours: object, theirs: object) =>
  compare(readFacts(withSchemas(ours)), readFacts(withSchemas(theirs))).differences

const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required })
const name = { type: 'string', maxLength: 3 }

test('a nullable type of OpenAPI 3.0 is a list of types of 3.1', () => {
  const newer = { Body: object({ name: { type: ['string', 'null'] } }) }
  expect(differencesBetween(newer, { Body: object({ name: { type: 'string', nullable: true } }) })).toEqual([])
  expect(differencesBetween(newer, { Body: object({ name: { type: 'string' } }) })).toEqual([
    'CreateThing body.name: type null or string ≠ string',
  ])
})

test('the parts of an allOf are one schema, and what stands beside them wins', () => {
  const flat = { Body: object({ name, size: { type: 'integer' } }, ['name', 'size']) }
  const parts = {
    Base: object({ name: { ...name, nullable: true } }, ['name']),
    Body: {
      allOf: [{ $ref: '#/components/schemas/Base' }, object({ size: { type: 'integer' } }, ['size'])],
      properties: { name: { ...name, nullable: false } },
    },
  }
  expect(differencesBetween(flat, parts)).toEqual([])
})

test('heirs of a base that tells them apart are the branches of a union', () => {
  const union = {
    Circle: object({ shape: { type: 'string', enum: ['circle'] }, name, radius: { type: 'number' } }, ['shape']),
    Body: {
      type: 'object',
      required: ['shape'],
      oneOf: [{ $ref: '#/components/schemas/Circle' }],
      discriminator: { propertyName: 'shape', mapping: { circle: '#/components/schemas/Circle' } },
    },
  }
  const heirs = {
    Body: {
      ...object({ shape: { type: 'string' }, name }, ['shape']),
      discriminator: { propertyName: 'shape', mapping: { circle: '#/components/schemas/circle' } },
    },
    circle: { allOf: [{ $ref: '#/components/schemas/Body' }, object({ radius: { type: 'number' } })] },
  }
  expect(differencesBetween(union, heirs)).toEqual([])
  expect(differencesBetween(union, { ...heirs, circle: { allOf: [{ $ref: '#/components/schemas/Body' }] } })).toEqual([
    'CreateThing body{circle}.radius: not in the file',
  ])
})

test('a keyword that is not compared is refused', () => {
  const read = () => readFacts(withSchemas({ Body: { type: 'object', patternProperties: {} } }))
  expect(read).toThrow('Keywords that are not read could differ unseen: patternProperties')
})

test('a body has nothing that is read-only, and a schema that contains itself ends', () => {
  const body = {
    Body: object({ id: { type: 'string', readOnly: true }, parent: { $ref: '#/components/schemas/Body' } }),
  }
  expect(differencesBetween(body, { Body: object({ parent: { type: 'object' } }) })).toEqual([
    'CreateThing body.parent: recursive yes ≠ none',
    'CreateThing body.parent: type none ≠ object',
  ])
})
