import { isByToken, type Operation, pathParams } from '../kit/operation.ts'
import { stableId } from '../kit/stable-id.ts'
import { operations } from '../operations.ts'
import { least } from './least.ts'
import { parameter } from './parameters.ts'
import { documentedErrors, errorBody, statusText } from './replies.ts'
import { tags } from './tags.ts'

/** The parts of a Postman collection, format 2.1, that {@link postman} writes. */
export interface PostmanCollection {
  readonly info: {
    readonly _postman_id: string
    readonly name: string
    readonly description: string
    readonly schema: string
  }
  readonly auth: {
    readonly type: 'basic'
    readonly basic: readonly { readonly key: string; readonly value: string; readonly type: 'string' }[]
  }
  readonly variable: readonly PostmanVariable[]
  readonly item: readonly PostmanFolder[]
}

export interface PostmanFolder {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly item: readonly PostmanItem[]
}

export interface PostmanItem {
  readonly id: string
  readonly name: string
  readonly request: PostmanRequest
  readonly response: readonly PostmanResponse[]
}

export interface PostmanRequest {
  readonly method: string
  /** Where it is not the one of the collection. */
  readonly auth?: { readonly type: 'noauth' } | BearerAuth
  readonly description?: string
  readonly header: readonly PostmanPair[]
  readonly url: {
    readonly raw: string
    readonly host: readonly string[]
    readonly path: readonly string[]
    readonly query: readonly PostmanPair[]
    readonly variable: readonly PostmanPair[]
  }
  readonly body?:
    | {
        readonly mode: 'raw'
        readonly raw: string
        readonly options: { readonly raw: { readonly language: 'json' } }
      }
    | {
        readonly mode: 'formdata'
        readonly formdata: readonly { readonly key: string; readonly type: 'file'; readonly src: string }[]
      }
}

interface BearerAuth {
  readonly type: 'bearer'
  readonly bearer: readonly [{ readonly key: 'token'; readonly value: string; readonly type: 'string' }]
}

export interface PostmanResponse {
  readonly id: string
  readonly name: string
  readonly originalRequest: PostmanRequest
  readonly status: string
  readonly code: number
  readonly _postman_previewlanguage: 'json' | 'text' | 'html'
  readonly header: readonly PostmanPair[]
  readonly cookie: readonly never[]
  readonly body: string
}

export interface PostmanPair {
  readonly key: string
  readonly value: string
  readonly description?: string
  readonly disabled?: true
}

interface PostmanVariable extends PostmanPair {
  readonly type: 'string'
}

const DESCRIPTION = `Requests of Parhelion, a self-hosted conversation platform that speaks the Sunshine Conversations API v2.

Set the variables \`username\` and \`password\` to the id and the secret of a key: every request then carries them as HTTP Basic. To use a JSON Web Token instead, set \`token\` and change the authorization of the collection to *Bearer Token* with the value \`{{token}}\`. Requests that need the token of an integration send it already.

The other variables are the ids that stand in addresses, queries and bodies; \`url\` is where the server is.`

/** The contract as a Postman collection: a folder for each tag, and a saved reply for everything that is documented. */
export function postman(options: { readonly serverUrl: string }): PostmanCollection {
  return {
    info: {
      _postman_id: stableId('Parhelion'),
      name: 'Parhelion',
      description: DESCRIPTION,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: {
      type: 'basic',
      basic: ['username', 'password'].map(key => ({ key, value: `{{${key}}}`, type: 'string' })),
    },
    variable: variables(options.serverUrl),
    item: Object.entries(tags).map(([name, description]) => folder(name, description)),
  }
}

function variables(serverUrl: string): PostmanVariable[] {
  const variable = (key: string, value: string, description: string): PostmanVariable => ({
    key,
    value,
    type: 'string',
    description,
  })
  const used = new Set((operations as readonly Operation[]).flatMap(givenBy))
  return [
    variable('url', serverUrl, 'Where the server is.'),
    variable('username', '', 'Id of a key.'),
    variable('password', '', 'Secret of the key.'),
    variable('token', '', 'A JSON Web Token, where it is used instead of id and secret.'),
    // An id that nobody has would be asked for without a word: an empty one is seen.
    ...[...used].map(name => variable(name, '', describedWithExample(parameter(name)))),
  ]
}

const givenBy = ({ path, example }: Operation) => [...pathParams(path), ...Object.keys(example.given ?? {})]

function describedWithExample({ description, example }: ReturnType<typeof parameter>): string {
  return `${description} Such as \`${example}\`.`
}

function folder(tag: string, description: string): PostmanFolder {
  const own = (operations as readonly Operation[]).filter(operation => operation.tag === tag)
  return { id: stableId(`folder ${tag}`), name: tag, description, item: own.map(item) }
}

function item(operation: Operation): PostmanItem {
  const request = requestOf(operation)
  const saved = (one: SavedReply) => sample(operation, request, one)
  const failures = [...documentedErrors(operation).values()]
    .flat()
    .map(error => saved({ status: error.status, name: error.title, body: errorBody(error) }))
  return {
    id: stableId(operation.id),
    name: operation.summary,
    request: { ...request, description: operation.description },
    response: [...successes(operation).map(saved), ...failures],
  }
}

interface SavedReply {
  readonly status: number
  readonly name: string
  readonly body: unknown
  /** JSON where it is missing. */
  readonly type?: string
}

/** Two of them tell what of a reply may be missing: a collection has no schemas. */
function successes({ status, summary, example, reply, replyType, isPage }: Operation): SavedReply[] {
  const page = { status: 200, name: 'Page', body: `<!doctype html>\n<title>${summary}</title>`, type: PAGE_TYPE }
  const full = { status, name: summary, body: example.reply, ...(replyType === undefined ? {} : { type: replyType }) }
  const sure = least(reply, example.reply)
  const isFull = JSON.stringify(sure) === JSON.stringify(example.reply)
  return [
    ...(isPage === true ? [page] : []),
    full,
    ...(isFull ? [] : [{ ...full, name: `${summary}, with nothing that may be missing`, body: sure }]),
  ]
}

function requestOf(operation: Operation): PostmanRequest {
  const { method, path, query, headers = {}, body, example } = operation
  const segments = path.slice(1).replaceAll(/\{(\w+)\}/g, ':$1')
  return {
    method,
    ...authOf(operation),
    header: [
      { key: 'Accept', value: JSON_TYPE },
      // Of a form, whoever sends it sets the type, with the boundary.
      ...(body === undefined || operation.bodyType !== undefined ? [] : [{ key: 'Content-Type', value: JSON_TYPE }]),
      ...Object.entries(headers).map(([key, one]) => ({
        key,
        value: one.example,
        description: one.description,
        disabled: true as const,
      })),
    ],
    url: {
      raw: `{{url}}/${segments}`,
      host: ['{{url}}'],
      path: segments.split('/'),
      query: queryPairs(query, namesOf(example.given)),
      variable: pathParams(path).map(key => ({ key, value: `{{${key}}}`, description: parameter(key).description })),
    },
    ...(body === undefined ? {} : { body: bodyOf(operation) }),
  }
}

/** Where only an integration may call, who calls has a token: of a partner, nobody has the secret. */
function authOf({ access }: Operation): Pick<PostmanRequest, 'auth'> {
  if (access.length === 0) return { auth: { type: 'noauth' } }
  if (!isByToken(access)) return {}
  return { auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{token}}', type: 'string' }] } }
}

function bodyOf({ bodyType, example }: Operation): NonNullable<PostmanRequest['body']> {
  if (bodyType === undefined) {
    const body = withNames(example.body, namesOf(example.given))
    return { mode: 'raw', raw: written(body), options: { raw: { language: 'json' } } }
  }
  const files = Object.entries(example.body as Readonly<Record<string, string>>)
  return { mode: 'formdata', formdata: files.map(([key, src]) => ({ key, type: 'file', src })) }
}

/** What is given, by the text that stands for it in the example. */
const namesOf = (given: Readonly<Record<string, string>> = {}) =>
  new Map(Object.entries(given).map(([name, text]) => [text, name]))

type Names = ReturnType<typeof namesOf>

/** The same with variables for what is given. */
function withNames(value: unknown, names: Names): unknown {
  if (typeof value === 'string') return names.has(value) ? `{{${names.get(value)}}}` : value
  if (Array.isArray(value)) return value.map(item => withNames(item, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withNames(one, names)]))
}

interface QuerySchema {
  readonly type?: unknown
  readonly description?: string
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly properties?: Readonly<Record<string, QuerySchema>>
  readonly required?: readonly string[]
}

/** Names with brackets for what is nested (`page[size]`); what may be left out is there, but switched off unless it is given. */
function queryPairs(schema: QuerySchema | undefined, names: Names, prefix = '', needed = true): PostmanPair[] {
  return Object.entries(schema?.properties ?? {}).flatMap(([name, one]) => {
    const key = prefix === '' ? name : `${prefix}[${name}]`
    const required = needed && (schema?.required ?? []).includes(name)
    if (one.properties !== undefined) return queryPairs(one, names, key, required)
    const value = String(one.examples?.[0] ?? one.default ?? '')
    return {
      key,
      value: String(withNames(value, names)),
      ...(one.description === undefined ? {} : { description: one.description }),
      ...(required || names.has(value) ? {} : { disabled: true }),
    }
  })
}

function sample(
  operation: Operation,
  originalRequest: PostmanRequest,
  { status, name, body, type = JSON_TYPE }: SavedReply,
): PostmanResponse {
  return {
    id: stableId(`${operation.id} ${status} ${name}`),
    name,
    originalRequest,
    status: statusText(status),
    code: status,
    _postman_previewlanguage: PREVIEWS[type] ?? 'text',
    header: [
      { key: 'Content-Type', value: `${type}; charset=utf-8` },
      ...(status === 429 ? [{ key: 'Retry-After', value: '1' }] : []),
    ],
    cookie: [],
    body: type === JSON_TYPE ? written(body) : String(body),
  }
}

const JSON_TYPE = 'application/json'
const PAGE_TYPE = 'text/html'
const PREVIEWS: Readonly<Record<string, 'json' | 'html'>> = { [JSON_TYPE]: 'json', [PAGE_TYPE]: 'html' }

const written = (value: unknown) => JSON.stringify(value, null, 2)
