import { type JsonTemplate, parseJson, printJson, type SampleRequest, type Template } from '@parhelion/samples'
import { basicAuth } from '../basic-auth.ts'
import { heldItem } from './collection.ts'
import type { Operations, PreparedBody, PreparedRequest } from './protocol.ts'

/** Names that a page may not set: the browser does, or nobody. */
const FORBIDDEN =
  /^(?:accept-encoding|connection|content-length|cookie2?|date|expect|host|origin|referer|te|trailer|transfer-encoding|upgrade|via|(?:proxy|sec)-.*)$/i

/** Puts values into a request, so that a page can send it. `withAuth` is false where the reader says otherwise who calls. */
export const prepare: Operations['prepare'] = ({ item, values, withAuth }) => {
  const asked = heldItem(item).item.request
  const request: SampleRequest = withAuth ? asked : { ...asked, auth: { kind: 'none' } }
  const filled = new Filled(request, values)
  const headers = request.headers.map(({ name, value }) => [name, filled.text(value)] as const)
  const auth = authHeader(request.auth, filled)
  const { body, contentType } = bodyOf(request.body, filled)
  const all = [...headers, ...(auth ? [auth] : []), ...(contentType ? [['Content-Type', contentType] as const] : [])]
  for (const [name] of all) {
    if (FORBIDDEN.test(name)) filled.faults.add(`A page may not send the header ${name}; it is left out.`)
  }
  return {
    method: request.method,
    url: urlOf(request, filled),
    headers: all.filter(([name]) => !FORBIDDEN.test(name)),
    body,
    missing: [...filled.missing],
    faults: [...filled.faults],
  } satisfies PreparedRequest
}

/** The values of one request; remembers what it was asked for and does not have. */
class Filled {
  readonly missing = new Set<string>()
  readonly faults = new Set<string>()
  readonly #values: ReadonlyMap<string, string | undefined>

  constructor(request: SampleRequest, values: Readonly<Record<string, string>>) {
    this.#values = new Map(request.inputs.map(({ name, default: own }) => [name, values[name] || own]))
  }

  value(input: string): string {
    const value = this.#values.get(input)
    if (value === undefined) this.missing.add(input)
    return value ?? ''
  }

  text(template: Template, encode: (value: string) => string = value => value): string {
    return template.map(part => (typeof part === 'string' ? part : encode(this.value(part.input)))).join('')
  }

  json(json: JsonTemplate): JsonTemplate {
    switch (json.kind) {
      case 'object':
        return {
          kind: 'object',
          members: json.members.map(({ name, value }) => ({ name: this.#fixed(name), value: this.json(value) })),
        }
      case 'array':
        return { kind: 'array', items: json.items.map(item => this.json(item)) }
      case 'string':
        return { kind: 'string', value: this.#fixed(json.value) }
      case 'input':
        return this.#jsonOf(json.input)
      default:
        return json
    }
  }

  #fixed(template: Template): Template {
    const text = this.text(template)
    return text === '' ? [] : [text]
  }

  #jsonOf(input: string): JsonTemplate {
    const value = this.value(input)
    if (this.missing.has(input)) return { kind: 'null' }
    try {
      return parseJson(value)
    } catch {
      this.faults.add(`The value of ${input} must be JSON, such as 12, true or {"a": 1}.`)
      return { kind: 'null' }
    }
  }
}

function urlOf({ url, auth }: SampleRequest, filled: Filled): string {
  const base = filled.text(url.base).replace(/\/$/, '')
  const path = url.path.map(segment => filled.text(segment, encodeURIComponent))
  const pairs = url.query.map(({ name, value }) => [filled.text(name), filled.text(value)] as const)
  const key = auth.kind === 'apiKey' && auth.in === 'query' ? [[auth.name, filled.text(auth.value)] as const] : []
  const query = [...pairs, ...key].map(pair => pair.map(encodeURIComponent).join('=')).join('&')
  return [base, ...path].join('/') + (query === '' ? '' : `?${query}`)
}

function authHeader(auth: SampleRequest['auth'], filled: Filled): readonly [string, string] | undefined {
  switch (auth.kind) {
    case 'none':
      return undefined
    case 'basic':
      return ['Authorization', basicAuth(filled.text(auth.username), filled.text(auth.password))]
    case 'bearer':
      return ['Authorization', `Bearer ${filled.text(auth.token)}`]
    case 'apiKey':
      if (auth.in === 'header') return [auth.name, filled.text(auth.value)]
      if (auth.in === 'cookie') filled.faults.add('A page may not send a cookie of its own; it is left out.')
      return undefined
    default:
      filled.faults.add(`The page does not sign requests (${auth.kind}): run the program for that.`)
      return undefined
  }
}

function bodyOf(body: SampleRequest['body'], filled: Filled): { body: PreparedBody; contentType?: string } {
  switch (body.kind) {
    case 'none':
      return { body: { kind: 'none' } }
    case 'json':
      return { body: { kind: 'text', text: printJson(filled.json(body.value)) }, contentType: body.contentType }
    case 'text':
      return { body: { kind: 'text', text: filled.text(body.text) }, contentType: body.contentType }
    case 'form': {
      const fields = body.fields.map(({ name, value }) => [filled.text(name), filled.text(value)])
      const text = new URLSearchParams(fields).toString()
      return { body: { kind: 'text', text }, contentType: 'application/x-www-form-urlencoded' }
    }
    case 'file':
      return { body: { kind: 'file', input: body.input }, contentType: body.contentType }
    case 'graphql': {
      const variables = body.variables && JSON.parse(printJson(filled.json(body.variables)))
      const text = JSON.stringify({ query: filled.text(body.query), operationName: body.operationName, variables })
      return { body: { kind: 'text', text }, contentType: 'application/json' }
    }
    case 'multipart':
      return {
        body: {
          kind: 'multipart',
          parts: body.parts.map(part =>
            part.kind === 'text'
              ? {
                  kind: 'text',
                  name: filled.text(part.name),
                  value: filled.text(part.value),
                  contentType: part.contentType,
                }
              : {
                  kind: 'file',
                  name: filled.text(part.name),
                  input: part.input,
                  fileName: part.fileName,
                  contentType: part.contentType,
                },
          ),
        },
      }
  }
}
