import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { postman } from '@parhelion/contract'
import { describe, expect, test } from 'vitest'
import { resolver } from '../run/expected.ts'
import type { Auth } from '../src/request/auth.ts'
import type { Body } from '../src/request/body.ts'
import type { SampleRequest } from '../src/request/request.ts'
import { read } from '../src/sources/read.ts'

/** What this test uses of Postman's own library; the types that come with it lack half of that. */
interface Library {
  readonly Collection: new (json: object) => { forEachItem(visit: (item: LoadedItem) => void): void }
}
interface LoadedItem {
  readonly name: string
  readonly request: {
    readonly method: string
    readonly url: { getHost(): string; getPath(): string; readonly query: List; readonly variables: List }
    readonly headers: List
    readonly body?: { readonly mode: string; readonly raw?: string; isEmpty(): boolean }
  }
  getAuth(): { readonly type: string } | undefined
}
interface List {
  all(): readonly { readonly key: string; readonly value: string | null; readonly disabled?: boolean }[]
}
const { Collection }: Library = createRequire(import.meta.url)('postman-collection')

const KINDS: Readonly<Record<string, Auth['kind']>> = { basic: 'basic', bearer: 'bearer', noauth: 'none' }
const MODES: Readonly<Record<string, readonly Body['kind'][]>> = {
  raw: ['json', 'text', 'form'],
  formdata: ['multipart'],
  urlencoded: ['form'],
}

/** Stands beside the repository where the engine is worked on. */
const file = new URL('../../../../shared/reference/smooch-v1.postman_collection.json', import.meta.url)
if (!existsSync(file)) console.info('skipped: smooch-v1.postman_collection.json is not beside the repository')

const collections: readonly (readonly [string, () => unknown])[] = [
  ['our own', () => postman({ serverUrl: 'http://127.0.0.1:8080' })],
  ['the one of others', () => JSON.parse(readFileSync(file, 'utf8'))],
]

describe.each(collections.slice(0, existsSync(file) ? 2 : 1))(
  "a collection is read as Postman's own library reads it: %s",
  (_name, load) => {
    const loaded: LoadedItem[] = []
    new Collection(load() as object).forEachItem(item => loaded.push(item))
    const requests = read(JSON.stringify(load())).items.map(({ request }) => request)

    test('in the same order, by the same names', () => {
      expect(requests.map(({ path }) => path.at(-1))).toEqual(loaded.map(({ name }) => name))
    })

    test('with methods, addresses and queries', () => {
      expect(requests.map(addressOf)).toEqual(loaded.map(({ request }) => addressAsLoaded(request)))
    })

    test('with whoever calls, inherited or not', () => {
      const kinds = loaded.map(item => KINDS[item.getAuth()?.type ?? 'noauth'])
      expect(requests.map(({ auth }) => auth.kind)).toEqual(kinds)
    })

    test('with bodies of the same kind', () => {
      for (const [index, { request }] of loaded.entries()) {
        const sends = request.body !== undefined && !request.body.isEmpty() && !['GET', 'HEAD'].includes(request.method)
        expect(sends ? MODES[request.body.mode] : ['none'], request.method).toContain(requests[index]?.body.kind)
      }
    })
  },
)

/** What stands in the address itself is its own value; a host comes without its scheme from the library. */
function valuesOf({ inputs }: SampleRequest): ReadonlyMap<string, string> {
  const isWritten = ({ name, kind }: SampleRequest['inputs'][number]) => name === 'baseUrl' || kind === 'path'
  return new Map(
    inputs.map(input => {
      const written = isWritten(input) ? input.default?.replace(/^https?:\/\//, '') : undefined
      return [input.name, written ?? `<${input.name}>`]
    }),
  )
}

function addressOf(request: SampleRequest): string {
  const resolve = resolver(valuesOf(request))
  const path = request.url.path.map(resolve).join('/')
  const query = request.url.query.map(({ name, value }) => `${resolve(name)}=${resolve(value)}`).join('&')
  return `${request.method} ${resolve(request.url.base)}/${path}?${query}`
}

/** The library leaves `{{name}}` for whoever sends, and fills in `:name`, with nothing where it has no value. */
function addressAsLoaded({ method, url }: LoadedItem['request']): string {
  const open = (text: string) => text.replaceAll(/\{\{(.*?)\}\}/g, '<$1>')
  const known = new Map(url.variables.all().map(({ key, value }) => [key, value]))
  const path = url
    .getPath()
    .split('/')
    .map(step => known.get(step) || step)
  const named = path.map(step => open(step.replace(/^:(.+)$/, '<$1>'))).join('/')
  const query = url.query.all().filter(({ disabled }) => disabled !== true)
  const pairs = query.map(({ key, value }) => `${open(key)}=${open(value ?? '')}`)
  return `${method} ${open(url.getHost())}${named}?${pairs.join('&')}`
}
