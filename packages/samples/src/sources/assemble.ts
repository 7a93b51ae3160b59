import type { Auth } from '../request/auth.ts'
import type { Header, Pair } from '../request/pair.ts'
import { inputNames } from '../request/parts.ts'
import type { SampleRequest, UrlTemplate } from '../request/request.ts'
import { isSecretName } from '../request/words.ts'
import { readAuth } from './auth.ts'
import { readBody } from './body.ts'
import { authOf, headerOf, sortHeaders } from './headers.ts'
import { Inputs, isTemplate } from './inputs.ts'
import type { RawAuth, RawPair, RawRequest } from './raw.ts'
import { type RawUrl, splitUrl, urlTemplate } from './url.ts'

/** What whoever reads a source may say beyond it. */
export interface ReadOptions {
  /** Takes the place of where addresses begin: scheme, host, and what of the path comes before all requests. */
  readonly baseUrl?: string | undefined
  /** Values of variables by name: they become defaults. */
  readonly variables?: Readonly<Record<string, string>> | undefined
  /** Where the source was read from: addresses without a host are there. */
  readonly sourceUrl?: string | undefined
}

/** Decides what a request of a source means: its inputs, who calls, what is sent. */
export function assemble(raw: RawRequest, options: ReadOptions): SampleRequest {
  const inputs = new Inputs(raw.variables, options.variables ?? {})
  const split = splitUrl(raw.url)
  const address: RawUrl = { ...split, query: (raw.query ?? split.query).map(pair => secretPair(pair, inputs)) }
  const url = urlTemplate(address, inputs, raw.pathVariables, options.baseUrl)
  const headers = sortHeaders(raw.headers, inputs)
  const auth = authFrom(raw.auth, headers.authorization, split.user, inputs)
  const others = withoutAuth(headers.others, auth).map(header => headerOf(header, inputs))
  const body = readBody(raw.body, headers.contentType, inputs)
  const type =
    body.kind === 'none' && headers.contentType !== undefined ? [contentType(headers.contentType, inputs)] : []
  const parts = { url: withoutKey(url, auth), auth, headers: [...others, ...type], body }
  return {
    id: raw.id,
    path: named(raw),
    description: raw.description,
    inputs: inputs.list(inputNames(parts), raw.timeoutSeconds),
    method: raw.method.toUpperCase(),
    ...parts,
    replies: raw.replies,
    notes: [...raw.notes, ...inputs.notes],
  }
}

/** A key in the query is a secret as it is in a header. */
function secretPair({ name, value }: RawPair, inputs: Inputs): RawPair {
  if (value === '' || isTemplate(value) || !isSecretName(name)) return { name, value }
  return { name, value: `{{${inputs.use(name, { kind: 'secret' }).input}}}` }
}

/** What the source says of who calls comes before a header, as in Postman; a header before what stands in the address. */
function authFrom(
  auth: RawAuth | undefined,
  header: string | undefined,
  user: string | undefined,
  inputs: Inputs,
): Auth {
  const said = auth === undefined || auth.type === 'noauth' ? undefined : readAuth(auth, inputs)
  if (said !== undefined && said.kind !== 'none') {
    if (header !== undefined) inputs.note(`Its own header 'Authorization' gives way to ${said.kind}, as in Postman.`)
    return said
  }
  if (header !== undefined && header !== '') return readAuth(authOf(header), inputs)
  if (user === undefined) return { kind: 'none' }
  const [, username, password] = /^([^:]*):?(.*)$/s.exec(user) ?? []
  return readAuth({ type: 'basic', parameters: { username, password } }, inputs)
}

function withoutAuth(headers: readonly RawPair[], auth: Auth): RawPair[] {
  if (auth.kind !== 'apiKey' || auth.in !== 'header') return [...headers]
  return headers.filter(({ name }) => name.toLowerCase() !== auth.name.toLowerCase())
}

function withoutKey(url: UrlTemplate, auth: Auth): UrlTemplate {
  if (auth.kind !== 'apiKey' || auth.in !== 'query') return url
  const isOther = ({ name }: Pair) => name[0] !== auth.name || name.length !== 1
  return { ...url, query: url.query.filter(isOther) }
}

function contentType(value: string, inputs: Inputs): Header {
  return { name: 'Content-Type', value: inputs.text(value) }
}

function named({ path, method, url }: RawRequest): string[] {
  const name = path.at(-1)?.trim() || `${method.toUpperCase()} /${placeOf(url)}`
  return [...path.slice(0, -1), name]
}

function placeOf(url: string): string {
  return splitUrl(url)
    .segments.join('/')
    .replaceAll(/\{\{(.*?)\}\}/g, '{$1}')
}
