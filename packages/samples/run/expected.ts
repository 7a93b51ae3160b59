import { decimal } from '../src/languages/numbers.ts'
import type { JsonTemplate } from '../src/request/json.ts'
import { parseJson } from '../src/request/parse-json.ts'
import type { SampleRequest } from '../src/request/request.ts'
import type { Template } from '../src/request/template.ts'

/** What has to arrive, worked out without any target's help. */
export interface ExpectedRequest {
  readonly method: string
  /** Percent-encoded. */
  readonly path: string
  readonly query: readonly (readonly [string, string])[]
  /** Names in small letters; without authorization. */
  readonly headers: readonly (readonly [string, string])[]
}

export type Resolve = (template: Template) => string

export function resolver(values: ReadonlyMap<string, string>): Resolve {
  return template => template.map(part => (typeof part === 'string' ? part : (values.get(part.input) ?? ''))).join('')
}

export function expectedRequest(
  request: SampleRequest,
  values: ReadonlyMap<string, string>,
  runUrl: string,
): ExpectedRequest {
  const resolve = resolver(values)
  const { auth, url } = request
  const base = resolve(url.base).replace(/\/$/, '').replace(runUrl, '')
  const segments = url.path.map(segment =>
    segment.map(part => (typeof part === 'string' ? part : encodeURIComponent(values.get(part.input) ?? ''))).join(''),
  )
  const pairs = url.query.map(({ name, value }) => [resolve(name), resolve(value)] as const)
  const headers = request.headers.map(({ name, value }) => [name.toLowerCase(), resolve(value)] as const)
  const contentType = contentTypeOf(request)
  return {
    method: request.method,
    path: [base, ...segments].join('/'),
    query: auth.kind === 'apiKey' && auth.in === 'query' ? [...pairs, [auth.name, resolve(auth.value)]] : pairs,
    headers: contentType === undefined ? headers : [...headers, ['content-type', contentType]],
  }
}

function contentTypeOf({ body }: SampleRequest): string | undefined {
  switch (body.kind) {
    case 'json':
    case 'text':
    case 'file':
      return body.contentType
    case 'graphql':
      return 'application/json'
    case 'form':
      return 'application/x-www-form-urlencoded'
    case 'multipart':
    case 'none':
      return undefined
  }
}

/** One text for all documents that say the same: members by name, numbers by their value, inputs put in. */
export function canonical(json: JsonTemplate, values: ReadonlyMap<string, string> = new Map()): string {
  const resolve = resolver(values)
  switch (json.kind) {
    case 'object': {
      const members = json.members.map(({ name, value }) => `${text(resolve(name))}:${canonical(value, values)}`)
      return `{${members.sort().join(',')}}`
    }
    case 'array':
      return `[${json.items.map(item => canonical(item, values)).join(',')}]`
    case 'string':
      return text(resolve(json.value))
    case 'number':
      return decimal(json.text)
    case 'boolean':
      return String(json.value)
    case 'null':
      return 'null'
    case 'input':
      return canonical(parseJson(values.get(json.input) ?? ''), values)
  }
}

const text = (of: string) => JSON.stringify(of)
