import { expectation as expectationOf } from '../reply/expect.ts'
import type { Expectation } from '../reply/expectation.ts'
import { namedValues } from '../reply/read.ts'
import type { NamedValue } from '../reply/reading.ts'
import type { ApiKeyAuth, Auth } from '../request/auth.ts'
import type { Body, GraphqlBody } from '../request/body.ts'
import type { Input } from '../request/input.ts'
import type { JsonMember } from '../request/json.ts'
import { oncePerObject } from '../request/once.ts'
import type { Header, Pair } from '../request/pair.ts'
import { inputNames } from '../request/parts.ts'
import type { SampleRequest } from '../request/request.ts'
import { type Template, template } from '../request/template.ts'
import type { Options } from '../targets/target.ts'

/** What a program has to do, put so that every language says the same. */
export interface Plan {
  readonly request: SampleRequest
  readonly options: Options
  /** All inputs but the timeout. */
  readonly inputs: readonly Input[]
  readonly timeout: Input
  readonly base: Template
  readonly path: readonly Template[]
  /** With the API key, where that is sent so. */
  readonly query: readonly Pair[]
  /** With API key, cookie and bearer token; without what {@link auth} and {@link body} send. */
  readonly headers: readonly Header[]
  readonly auth: CodedAuth
  /** The way to sign that the request asks for and the target does not know; its inputs are left out. */
  readonly unsigned: CodedAuth['kind'] | undefined
  readonly body: PlainBody
  readonly expectation: Expectation
  /** What is read from a successful answer in JSON; `[]` for any other. */
  readonly values: readonly NamedValue[]
}

/** What needs more than a header that is known beforehand. */
export type CodedAuth = Exclude<Auth, { kind: 'bearer' } | { kind: 'apiKey' }>

export type PlainBody = Exclude<Body, GraphqlBody>

/** `signs`: the ways to sign that the target knows; all of them where nothing is said. */
export function planOf(asked: SampleRequest, options: Options, signs?: readonly CodedAuth['kind'][]): Plan {
  const isKnown = signs === undefined || isPlain(asked.auth) || signs.includes(asked.auth.kind)
  const unsigned = isKnown || isPlain(asked.auth) ? undefined : asked.auth.kind
  const request = unsigned === undefined ? asked : withoutAuth(asked)
  return { ...partOf(request), options, unsigned }
}

/** What every target is told of a request. */
const partOf = oncePerObject((request: SampleRequest): Omit<Plan, 'options' | 'unsigned'> => {
  const [timeout, ...others] = request.inputs.filter(({ kind }) => kind === 'timeout')
  if (timeout === undefined || others.length > 0) throw new Error(`'${request.id}' must have one timeout`)
  const { auth, url } = request
  const expectation = expectationOf(request.replies)
  const isQueryKey = auth.kind === 'apiKey' && auth.in === 'query'
  return {
    request,
    inputs: request.inputs.filter(input => input !== timeout),
    timeout,
    base: url.base,
    path: url.path,
    query: isQueryKey ? [...url.query, { name: [auth.name], value: auth.value }] : url.query,
    headers: headersOf(request),
    auth: auth.kind === 'bearer' || auth.kind === 'apiKey' ? { kind: 'none' } : auth,
    body: request.body.kind === 'graphql' ? graphqlDocument(request.body) : request.body,
    expectation,
    values: expectation.content.kind === 'json' ? namedValues(expectation.content.shape) : [],
  }
})

/** What is sent as it is, without anything to be made of it. */
function isPlain(auth: Auth): auth is Exclude<Auth, CodedAuth> | { kind: 'none' } {
  return auth.kind === 'none' || auth.kind === 'bearer' || auth.kind === 'apiKey'
}

function withoutAuth(asked: SampleRequest): SampleRequest {
  const request: SampleRequest = { ...asked, auth: { kind: 'none' } }
  const used = new Set(inputNames(request))
  return { ...request, inputs: asked.inputs.filter(({ name, kind }) => kind === 'timeout' || used.has(name)) }
}

function headersOf({ auth, headers }: SampleRequest): Header[] {
  if (auth.kind === 'bearer') return [...headers, { name: 'Authorization', value: template('Bearer ', auth.token) }]
  if (auth.kind !== 'apiKey' || auth.in === 'query') return [...headers]
  return auth.in === 'header' ? [...headers, { name: auth.name, value: auth.value }] : withCookie(headers, auth)
}

/** A request has one header `Cookie`: another cookie goes into it. */
function withCookie(headers: readonly Header[], { name, value }: ApiKeyAuth): Header[] {
  const cookie = template(`${name}=`, value)
  const isCookie = (header: Header) => header.name.toLowerCase() === 'cookie'
  const sent = headers.find(isCookie)
  if (sent === undefined) return [...headers, { name: 'Cookie', value: cookie }]
  return headers.map(header => (header === sent ? { ...header, value: template(sent.value, '; ', cookie) } : header))
}

function graphqlDocument({ query, operationName, variables }: GraphqlBody): PlainBody {
  const members: JsonMember[] = [{ name: ['query'], value: { kind: 'string', value: query } }]
  if (operationName !== undefined) {
    members.push({ name: ['operationName'], value: { kind: 'string', value: template(operationName) } })
  }
  if (variables !== undefined) members.push({ name: ['variables'], value: variables })
  return { kind: 'json', contentType: 'application/json', value: { kind: 'object', members } }
}

/** The headers with what the body needs in front, where a library does not send that by itself. */
export function withContentType({ headers, body }: Plan): Header[] {
  const contentType = contentTypeOf(body)
  return contentType === undefined ? [...headers] : [{ name: 'Content-Type', value: [contentType] }, ...headers]
}

/** Undefined for a body that has none or, like multipart, makes its own. */
export function contentTypeOf(body: PlainBody): string | undefined {
  switch (body.kind) {
    case 'none':
    case 'multipart':
      return undefined
    case 'form':
      return 'application/x-www-form-urlencoded'
    case 'json':
    case 'text':
    case 'file':
      return body.contentType
  }
}

/** Whether the program sends a document as JSON whose type is just that. */
export function isPlainJson(body: PlainBody): boolean {
  return body.kind === 'json' && body.contentType.toLowerCase() === 'application/json'
}

export function titleOf({ request }: Plan): string {
  return request.path.at(-1) ?? request.id
}
