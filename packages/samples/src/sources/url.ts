import type { Pair } from '../request/pair.ts'
import type { UrlTemplate } from '../request/request.ts'
import { onlyInput, type Template, template } from '../request/template.ts'
import { type Inputs, isTemplate, withoutEmpty } from './inputs.ts'
import type { RawPair, RawVariable } from './raw.ts'

const PLACEHOLDER = String.raw`\{\{[^{}]*\}\}`
const ADDRESS = new RegExp(`^((?:${PLACEHOLDER}|[^?#])*)(?:\\?((?:${PLACEHOLDER}|[^#])*))?`, 's')
const ORIGIN = new RegExp(`^((?:${PLACEHOLDER}|[\\w+.-])+://)?((?:${PLACEHOLDER}|[^/\\\\])*)(.*)$`, 's')
const PARTS = new RegExp(`(${PLACEHOLDER})`, 's')
const PAIR = new RegExp(`^((?:${PLACEHOLDER}|[^=])*)=?(.*)$`, 's')
const SEGMENT = new RegExp(`(?:${PLACEHOLDER}|[^/])+|(?<=/)(?=/|$)`, 'gs')

/** An address in its pieces, still with placeholders. */
export interface RawUrl {
  /** With scheme, if there is one; `''` when the address begins with its path. */
  readonly origin: string
  /** `user:password` before the host. */
  readonly user: string | undefined
  readonly segments: readonly string[]
  readonly query: readonly RawPair[]
}

/** Takes an address apart; what comes after `#` is never sent. */
export function splitUrl(raw: string): RawUrl {
  const [, address = '', query = ''] = ADDRESS.exec(raw.trim()) ?? []
  const [, scheme = '', authority = '', path = ''] = ORIGIN.exec(address) ?? []
  const at = authority.lastIndexOf('@')
  return {
    origin: scheme + authority.slice(at + 1),
    user: at < 0 ? undefined : authority.slice(0, at),
    segments: path.match(SEGMENT) ?? [],
    query: splitQuery(query),
  }
}

/** An address without what may be secret in it, to be told from others by. */
export function plainAddress(raw: string): string {
  const { origin, segments } = splitUrl(raw)
  return [origin, ...segments].join('/')
}

/** `a=1&b` → pairs as they were before encoding. */
export function splitQuery(query: string): RawPair[] {
  return query
    .split('&')
    .filter(pair => pair !== '')
    .map(pair => {
      const equals = PAIR.exec(pair)
      return { name: decoded(equals?.[1] ?? ''), value: decoded(equals?.[2] ?? '') }
    })
}

/** Undoes percent-encoding outside of placeholders; what is not encoded is left as it is. */
export function decoded(text: string): string {
  if (!/[%+]/.test(text)) return text
  return text
    .split(PARTS)
    .map((part, index) => (index % 2 === 1 ? part : decodedText(part.replaceAll('+', ' '))))
    .join('')
}

function decodedText(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, bytes => {
    try {
      return decodeURIComponent(bytes)
    } catch {
      return bytes
    }
  })
}

/**
 * @param variables what is known of those in the path
 * @param given takes the place of where the address begins
 */
export function urlTemplate(
  url: RawUrl,
  inputs: Inputs,
  variables: readonly RawVariable[],
  given: string | undefined,
): UrlTemplate {
  return {
    base: given === undefined ? baseTemplate(url.origin, inputs) : [baseInput(inputs, given)],
    path: url.segments.map(segment => segmentTemplate(segment, inputs, variables)),
    query: url.query.map(pair => queryPair(pair, inputs)),
  }
}

function baseInput(inputs: Inputs, value?: string, name = 'baseUrl') {
  return inputs.use(name, { kind: 'baseUrl', ...(value === undefined ? {} : { default: value }) })
}

/** A host that is known is a default that can be changed; one that is not known is asked for, never invented. */
function baseTemplate(origin: string, inputs: Inputs): Template {
  if (origin === '') return [baseInput(inputs)]
  const base = inputs.text(origin)
  const only = onlyInput(base)
  if (only !== undefined) return [baseInput(inputs, inputs.valueOf(only), only)]
  if (base.every(part => typeof part === 'string')) return [baseInput(inputs, base.join(''))]
  const [first] = base
  const isWhole = typeof first === 'string' ? first.includes('://') : hasScheme(first?.input ?? '', inputs)
  return isWhole ? base : template('http://', base)
}

/** `{{url}}:8080`: whether the variable brings the scheme, by its value or else by its name. */
function hasScheme(name: string, inputs: Inputs): boolean {
  return inputs.valueOf(name)?.includes('://') ?? /ur[il]|scheme|protocol/i.test(name)
}

function segmentTemplate(segment: string, inputs: Inputs, variables: readonly RawVariable[]): Template {
  const name = /^:([^{}/]+)$/.exec(segment)?.[1] ?? /^\{([^{}]+)\}$/.exec(segment)?.[1]
  if (name !== undefined) return variableTemplate(name, inputs, variables)
  return inputs.text(encodedSegment(segment), 'path')
}

/** The value of a path variable may be another variable, or text with some in it. */
function variableTemplate(name: string, inputs: Inputs, variables: readonly RawVariable[]): Template {
  const { value, ...known } = variables.find(variable => variable.name === name) ?? {}
  if (value !== undefined && isTemplate(value)) return inputs.text(value, 'path')
  return [inputs.use(name, { kind: 'path', ...withoutEmpty({ ...known, default: value }) })]
}

/** Text of a path as it is sent: what is encoded stays, what must be encoded is. */
function encodedSegment(segment: string): string {
  return segment
    .split(PARTS)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replaceAll(/%(?![0-9a-f]{2})|[^\w.~!$&'()*+,;=:@%-]+/gi, encodeText),
    )
    .join('')
}

/** A lone surrogate has no bytes: what stands for it is the sign of a broken character. */
function encodeText(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}

function queryPair({ name, value }: RawPair, inputs: Inputs): Pair {
  return { name: inputs.text(name), value: inputs.text(value) }
}
