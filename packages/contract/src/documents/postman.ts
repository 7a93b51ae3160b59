import { type Operation, pathParams } from '../kit/operation.ts'
import { stableId } from '../kit/stable-id.ts'
import { operations } from '../operations.ts'
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
  readonly auth?: { readonly type: 'noauth' }
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

export interface PostmanResponse {
  readonly id: string
  readonly name: string
  readonly originalRequest: PostmanRequest
  readonly status: string
  readonly code: number
  readonly _postman_previewlanguage: 'json' | 'text'
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

Set the variables \`username\` and \`password\` to the id and the secret of a key: every request then carries them as HTTP Basic. To use a JSON Web Token instead, set \`token\` and change the authorization of the collection to *Bearer Token* with the value \`{{token}}\`.

The other variables are the ids that stand in the addresses; \`url\` is where the server is.`

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
  const used = new Set(operations.flatMap(({ path }) => pathParams(path)))
  return [
    variable('url', serverUrl, 'Where the server is.'),
    variable('username', '', 'Id of a key.'),
    variable('password', '', 'Secret of the key.'),
    variable('token', '', 'A JSON Web Token, if it is used instead of id and secret.'),
    // An id that nobody has would be asked for without a word: an empty one is seen.
    ...[...used].map(name => variable(name, '', describedWithExample(parameter(name)))),
  ]
}

function describedWithExample({ description, example }: ReturnType<typeof parameter>): string {
  return `${description} Such as \`${example}\`.`
}

function folder(tag: string, description: string): PostmanFolder {
  const own = (operations as readonly Operation[]).filter(operation => operation.tag === tag)
  return { id: stableId(`folder ${tag}`), name: tag, description, item: own.map(item) }
}

function item(operation: Operation): PostmanItem {
  const request = requestOf(operation)
  const { status, example } = operation
  const success = sample(operation, request, {
    status,
    name: operation.summary,
    body: example.reply,
    type: operation.replyType ?? JSON_TYPE,
  })
  const failures = [...documentedErrors(operation).values()]
    .flat()
    .map(error => sample(operation, request, { status: error.status, name: error.title, body: errorBody(error) }))
  return {
    id: stableId(operation.id),
    name: operation.summary,
    request: { ...request, description: operation.description },
    response: [success, ...failures],
  }
}

function requestOf(operation: Operation): PostmanRequest {
  const { method, path, query, headers = {}, body } = operation
  const segments = path.slice(1).replaceAll(/\{(\w+)\}/g, ':$1')
  return {
    method,
    ...(operation.access.length === 0 ? { auth: { type: 'noauth' } } : {}),
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
      query: queryPairs(query),
      variable: pathParams(path).map(key => ({ key, value: `{{${key}}}`, description: parameter(key).description })),
    },
    ...(body === undefined ? {} : { body: bodyOf(operation) }),
  }
}

function bodyOf({ bodyType, example }: Operation): NonNullable<PostmanRequest['body']> {
  if (bodyType === undefined) return { mode: 'raw', raw: written(example.body), options: { raw: { language: 'json' } } }
  const files = Object.entries(example.body as Readonly<Record<string, string>>)
  return { mode: 'formdata', formdata: files.map(([key, src]) => ({ key, type: 'file', src })) }
}

interface QuerySchema {
  readonly type?: unknown
  readonly description?: string
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly properties?: Readonly<Record<string, QuerySchema>>
  readonly required?: readonly string[]
}

/** Names with brackets for what is nested (`page[size]`); what may be left out is there, but switched off. */
function queryPairs(schema: QuerySchema | undefined, prefix = '', needed = true): PostmanPair[] {
  return Object.entries(schema?.properties ?? {}).flatMap(([name, one]) => {
    const key = prefix === '' ? name : `${prefix}[${name}]`
    const required = needed && (schema?.required ?? []).includes(name)
    if (one.properties !== undefined) return queryPairs(one, key, required)
    return {
      key,
      value: String(one.examples?.[0] ?? one.default ?? ''),
      ...(one.description === undefined ? {} : { description: one.description }),
      ...(required ? {} : { disabled: true }),
    }
  })
}

function sample(
  operation: Operation,
  originalRequest: PostmanRequest,
  {
    status,
    name,
    body,
    type = JSON_TYPE,
  }: { readonly status: number; readonly name: string; readonly body: unknown; readonly type?: string },
): PostmanResponse {
  return {
    id: stableId(`${operation.id} ${status} ${name}`),
    name,
    originalRequest,
    status: statusText(status),
    code: status,
    _postman_previewlanguage: type === JSON_TYPE ? 'json' : 'text',
    header: [
      { key: 'Content-Type', value: `${type}; charset=utf-8` },
      ...(status === 429 ? [{ key: 'Retry-After', value: '1' }] : []),
    ],
    cookie: [],
    body: type === JSON_TYPE ? written(body) : String(body),
  }
}

const JSON_TYPE = 'application/json'

const written = (value: unknown) => JSON.stringify(value, null, 2)
