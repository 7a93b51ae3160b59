import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { type Operation, operations } from '../index.ts'
import { pathParams } from '../kit/operation.ts'
import { stableId } from '../kit/stable-id.ts'
import { type PostmanItem, postman } from './postman.ts'
import { documentedErrors } from './replies.ts'

const options = { serverUrl: 'http://127.0.0.1:8080' }
const collection = postman(options)
const items = collection.item.flatMap(folder => folder.item)
const all: readonly Operation[] = operations

/** What this test uses of the library; the types that come with it lack half of that. */
interface PostmanLibrary {
  readonly Collection: new (
    json: object,
  ) => {
    readonly auth: { readonly type: string; parameters(): { toObject(): object } }
    forEachItem(visit: (item: LoadedItem) => void): void
  }
  readonly Property: { replaceSubstitutions(text: string, values: readonly object[]): string }
}

interface LoadedItem {
  readonly id: string
  readonly name: string
  readonly request: {
    readonly auth?: object
    readonly url: { toString(): string; getPath(options: { readonly unresolved: boolean }): string }
  }
  readonly responses: { all(): readonly { readonly code: number; readonly status: string }[] }
  parent(): { readonly name: string }
}

const library: PostmanLibrary = createRequire(import.meta.url)('postman-collection')
const loaded = new library.Collection(structuredClone(collection))
const loadedItems: LoadedItem[] = []
loaded.forEachItem(item => loadedItems.push(item))

describe('the collection', () => {
  test('loads in the library of Postman, with every operation in the folder of its tag', () => {
    const found = loadedItems.map(item => [item.parent().name, item.name])
    expect(found).toEqual(collection.item.flatMap(({ name, item }) => item.map(one => [name, one.name])))
    expect(found).toHaveLength(all.length)
    expect(found).toEqual(expect.arrayContaining(all.map(({ tag, summary }) => [tag, summary])))
  })

  test('says that it has format 2.1', () => {
    expect(collection.info.schema).toBe('https://schema.getpostman.com/json/collection/v2.1.0/collection.json')
  })

  test('defines every variable it uses, and uses every one', () => {
    const used = new Set([...JSON.stringify(collection).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name))
    expect([...used].sort()).toEqual(collection.variable.map(({ key }) => key).sort())
    for (const name of ['url', 'username', 'password', 'token', 'appId', 'integrationId', 'keyId'])
      expect(used).toContain(name)
  })

  test('sends the credentials of two variables as HTTP Basic, unless a request says otherwise', () => {
    expect(loaded.auth.type).toBe('basic')
    expect(loaded.auth.parameters().toObject()).toMatchObject({ username: '{{username}}', password: '{{password}}' })
    const open = loadedItems.filter(item => item.request.auth !== undefined)
    expect(open.map(({ name, request }) => [name, request.auth])).toEqual([
      ['Authorize', expect.objectContaining({ type: 'noauth' })],
      ['Get Token', expect.objectContaining({ type: 'noauth' })],
      ['Revoke Access', expect.objectContaining({ type: 'bearer' })],
      ['Get Token Info', expect.objectContaining({ type: 'bearer' })],
    ])
  })

  test('is the same text each time', () => {
    expect(JSON.stringify(postman(options))).toBe(JSON.stringify(collection))
  })

  test('gives everything an id of its own', () => {
    const ids = [
      collection.info._postman_id,
      ...collection.item.map(({ id }) => id),
      ...items.flatMap(({ id, response }) => [id, ...response.map(one => one.id)]),
    ]
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})

describe.each(all.map(operation => [operation.id, operation] as const))('%s', (id, operation) => {
  const item = items.find(one => one.id === stableId(id)) as PostmanItem
  const inPostman = loadedItems.find(one => one.id === item.id) as LoadedItem

  test('has a saved reply for every documented status, each with its request and text', () => {
    const saved = inPostman.responses.all()
    const page = operation.isPage === true ? [200] : []
    const documented = [...page, operation.status, ...documentedErrors(operation).keys()]
    expect([...new Set(saved.map(({ code }) => code))]).toEqual(documented)
    for (const { status } of saved) expect(status).toMatch(/^[A-Z]/)
    for (const { originalRequest, body, header } of item.response) {
      expect(originalRequest.url).toEqual(item.request.url)
      if (header[0]?.value.startsWith('application/json')) expect(JSON.parse(body)).toBeTypeOf('object')
      expect(header.map(({ key }) => key)).toContain('Content-Type')
    }
  })

  test('saves every title it is documented to answer with', () => {
    const titles = [...documentedErrors(operation).values()].flat().map(({ title }) => title)
    const failures = item.response.filter(({ code }) => code >= 400)
    expect(failures.flatMap(({ body }) => titlesOf(body))).toEqual(titles)
    const { body } = item.response.find(({ code }) => code === operation.status) ?? { body: '' }
    expect(operation.replyType === undefined ? JSON.parse(body) : body).toEqual(operation.example.reply)
  })

  test('fills every name in its path from a variable', () => {
    const { path, variable } = item.request.url
    const names = pathParams(operation.path)
    expect(variable.map(({ key, value }) => [key, value])).toEqual(names.map(name => [name, `{{${name}}}`]))
    expect(path.filter(segment => segment.startsWith(':'))).toEqual(names.map(name => `:${name}`))
    expect(inPostman.request.url.getPath({ unresolved: true })).toBe(operation.path.replaceAll(/\{(\w+)\}/g, ':$1'))
  })

  test('sends its example as JSON, or as a form with a file, with variables for what is given', () => {
    const { body, header } = item.request
    const given = operation.example.given ?? {}
    const sent = (): unknown => {
      if (body === undefined) return undefined
      if (body.mode === 'raw') return JSON.parse(body.raw.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => given[name] ?? '?'))
      return Object.fromEntries(body.formdata.map(({ key, src }) => [key, src]))
    }
    expect(sent()).toEqual(operation.example.body)
    const sentQuery = item.request.url.query.filter(({ disabled }) => disabled !== true)
    const texts = [body?.mode === 'raw' ? body.raw : '', ...sentQuery.map(({ value }) => value)].join('\n')
    for (const [name, text] of Object.entries(given)) {
      expect(texts).toContain(`{{${name}}}`)
      expect(texts).not.toContain(text)
    }
    expect(body?.mode === 'formdata').toBe(operation.bodyType !== undefined)
    expect(header.some(({ key }) => key === 'Content-Type')).toBe(body?.mode === 'raw')
  })
})

test('what may be left out of a query is there, but switched off', () => {
  const list = items.find(({ id }) => id === stableId('ListApps'))
  expect(list?.request.url.query).toEqual([
    expect.objectContaining({ key: 'page[after]', disabled: true }),
    expect.objectContaining({ key: 'page[before]', disabled: true }),
    expect.objectContaining({ key: 'page[size]', value: '10', description: 'Records on a page.', disabled: true }),
    expect.objectContaining({ key: 'filter[serviceAccountId]', disabled: true }),
  ])
  expect(list?.request.url.raw).toBe('{{url}}/v2/apps')
})

test('an address with its variables filled in is the one that the server knows', () => {
  const create = loadedItems.find(({ id }) => id === stableId('CreateCustomIntegrationKey'))
  const variables = Object.fromEntries(collection.variable.map(({ key, value }) => [key, value]))
  expect(
    library.Property.replaceSubstitutions(create?.request.url.toString() ?? '', [
      { ...variables, appId: '5d8c', integrationId: '029c' },
    ]),
  ).toBe(`${options.serverUrl}/v2/apps/5d8c/integrations/029c/keys`)
})

test('ids have no value: one that nobody has would be asked for without a word', () => {
  const known = collection.variable.filter(({ value }) => value !== '').map(({ key }) => key)
  expect(known).toEqual(['url'])
})

const titlesOf = (body: string) =>
  (JSON.parse(body) as { readonly errors: readonly { readonly title: string }[] }).errors.map(({ title }) => title)
