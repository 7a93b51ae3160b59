import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, test } from 'vitest'
import { closed, ErrorReply, type Operation, operations, problems } from '../index.ts'
import { Components } from '../kit/components.ts'
import { Type } from '../kit/type.ts'
import { openapi } from './openapi.ts'
import type { OpenApiOperation } from './openapi-document.ts'
import { documentedErrors } from './replies.ts'

const options = { serverUrl: 'http://127.0.0.1:8080', version: '0.1.0' }
const document = openapi(options)
const all: readonly Operation[] = operations

type Json = Record<string, unknown>

const plain = (value: object) => JSON.parse(JSON.stringify(value)) as Json

describe('the document', () => {
  test('is valid OpenAPI 3.1 by an independent validator', async () => {
    const validator = new Validator()
    expect(await validator.validate(plain(document))).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
  })

  test.each<[string, object]>([
    ['without a title', { ...document, info: { version: '1' } }],
    ['with a path that lacks its slash', { ...document, paths: { 'v2/apps': {} } }],
    ['with a parameter that stands nowhere', planted({ parameters: [{ name: 'appId', in: 'body' }] })],
    ['with a reply that lacks its description', planted({ responses: { 200: {} } })],
    ['with a schema that is none', schemaPlanted('text')],
  ])('is rejected by that validator %s', async (_fault, broken) => {
    expect((await new Validator().validate(plain(broken))).valid).toBe(false)
  })

  test('is the same text each time, and plain JSON', () => {
    expect(JSON.stringify(openapi(options))).toBe(JSON.stringify(document))
    expect(JSON.parse(JSON.stringify(document))).toStrictEqual(document)
  })

  test('tells variants apart also for readers who know no discriminators', () => {
    for (const { oneOf, discriminator } of nodes(document)) {
      if (!Array.isArray(oneOf) || discriminator === undefined) continue
      const { propertyName } = discriminator as { propertyName: string }
      const values = oneOf.map(({ $ref }) => resolve(`${$ref}/properties/${propertyName}/enum`))
      expect(values.every(value => Array.isArray(value) && value.length === 1)).toBe(true)
      expect(new Set(values.flat()).size).toBe(oneOf.length)
    }
  })

  test('resolves each of its pointers', () => {
    const pointers = [...nodes(document)].flatMap(({ $ref, mapping }) => [
      ...(typeof $ref === 'string' ? [$ref] : []),
      ...(mapping === undefined ? [] : Object.values(mapping as Record<string, string>)),
    ])
    expect(pointers.length).toBeGreaterThan(100)
    for (const pointer of new Set(pointers)) expect(resolve(pointer), pointer).toBeTypeOf('object')
  })

  test('keeps the keywords that only this program reads to itself', () => {
    const foreign = [...nodes(document)].flatMap(node => Object.keys(node)).filter(key => key.startsWith('x-'))
    expect([...new Set(foreign)]).toEqual(['x-extension'])
  })

  test('knows no other types than JSON Schema', () => {
    const types = [...nodes(document.components.schemas)].flatMap(({ type }) => type)
    const written = types.filter(type => typeof type === 'string')
    expect(new Set(written)).toEqual(new Set(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']))
  })

  test('describes every tag, and has no tag that no operation carries', () => {
    expect(document.tags.map(tag => tag.name).sort()).toEqual([...new Set(all.map(({ tag }) => tag))].sort())
  })

  test('names schemas with names that OpenAPI allows', () => {
    for (const name of Object.keys(document.components.schemas)) expect(name).toMatch(/^[a-zA-Z0-9._-]+$/)
  })
})

describe.each(all.map(operation => [operation.id, operation] as const))('%s', (id, operation) => {
  const described = document.paths[operation.path]?.[operation.method.toLowerCase()] as OpenApiOperation

  test('stands under its path and method, with its scopes', () => {
    expect(described.operationId).toBe(id)
    const { access } = operation
    const both = [{ basicAuth: access }, { bearerAuth: access }]
    // Of a partner nobody has a key.
    const wanted = id === 'RevokeAccess' || id === 'GetTokenInfo' ? both.toReversed() : both
    expect(described.security).toEqual(access.length === 0 ? [] : wanted)
    expect(described['x-extension']).toBe(operation.extension)
  })

  test('declares every status it can answer with, and no other', () => {
    const opened = operation.isPage === true ? [200] : []
    const statuses = [...opened, operation.status, ...documentedErrors(operation).keys()]
    expect(Object.keys(described.responses).map(Number)).toEqual(statuses)
    const isForAnybody = operation.access.length === 0
    expect(statuses).toEqual(expect.arrayContaining(isForAnybody ? [401, 429] : [401, 403, 429]))
  })

  test('gives examples that its schemas accept, without a property that is not declared', () => {
    expect(problems(closed(operation.reply), operation.example.reply)).toEqual([])
    if (operation.body !== undefined) expect(problems(operation.body, operation.example.body)).toEqual([])
    for (const value of errorExamples(described)) expect(problems(closed(ErrorReply), value)).toEqual([])
  })

  test('documents each error with its code and title', () => {
    const expected = [...documentedErrors(operation).values()].flat().map(({ code, title }) => ({ code, title }))
    expect(errorExamples(described).flatMap(({ errors }) => errors)).toEqual(expected)
  })
})

test('errors that say the same everywhere stand once', () => {
  expect(Object.keys(document.components.responses).sort()).toEqual([
    'Forbidden',
    'PayloadTooLarge',
    'TooManyRequests',
    'Unauthorized',
    'UnsupportedMediaType',
  ])
  for (const operations of Object.values(document.paths))
    for (const { responses } of Object.values(operations))
      expect(responses['401']).toEqual({ $ref: '#/components/responses/Unauthorized' })
})

test('a discriminated schema points to its branches and maps each value to one', () => {
  const { oneOf, discriminator } = document.components.schemas.Integration as {
    readonly oneOf: readonly { readonly $ref: string }[]
    readonly discriminator: { readonly propertyName: string; readonly mapping: Readonly<Record<string, string>> }
  }
  expect(discriminator.propertyName).toBe('type')
  expect(Object.keys(discriminator.mapping)).toHaveLength(16)
  expect(Object.values(discriminator.mapping)).toEqual(oneOf.map(({ $ref }) => $ref))
  expect(discriminator.mapping.whatsapp).toBe('#/components/schemas/WhatsappIntegration')
})

test('the size of a page is a member of a deep object', () => {
  const page = document.paths['/v2/apps']?.get?.parameters?.find(({ name }) => name === 'page')
  expect(page).toMatchObject({ in: 'query', required: false, style: 'deepObject', explode: true })
  expect(page?.schema).toEqual({ $ref: '#/components/schemas/Page' })
})

test('two different schemas cannot have one title', () => {
  const components = new Components()
  const titled = (schema: Json) => ({ title: 'Thing', ...schema })
  components.use(titled({ type: 'object', properties: { title: { type: 'string' } } }))
  components.use(titled({ type: 'object', properties: { title: { type: 'string' } } }))
  expect(() => components.use(Type.Object({}, { title: 'Thing' }))).toThrow(
    "Two different schemas have the title 'Thing'",
  )
})

function planted(change: object): object {
  const faulty = structuredClone(document) as unknown as { paths: Record<string, Record<string, object>> }
  const item = faulty.paths['/v2/apps/{appId}']
  if (item?.get === undefined) throw new Error('The operation to break is gone')
  item.get = { ...item.get, ...change }
  return faulty
}

function schemaPlanted(schema: unknown): object {
  return {
    ...document,
    components: { ...document.components, schemas: { ...document.components.schemas, App: schema } },
  }
}

function* nodes(value: unknown): Generator<Json> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield value as Json
  for (const part of Object.values(value)) yield* nodes(part)
}

function resolve(pointer: string): unknown {
  return pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((node, step) => (node as Json | undefined)?.[step], document)
}

function errorExamples({ responses }: OpenApiOperation) {
  return Object.entries(responses)
    .filter(([status]) => Number(status) >= 400)
    .flatMap(([, response]) => {
      const { content } = ('$ref' in response ? resolve(response.$ref) : response) as {
        readonly content: Record<string, { readonly examples: Record<string, { readonly value: unknown }> }>
      }
      return Object.values(content['application/json']?.examples ?? {})
    })
    .map(({ value }) => value as { readonly errors: readonly { readonly code: string; readonly title: string }[] })
}
