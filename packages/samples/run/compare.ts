import type { Part } from '../src/request/body.ts'
import type { JsonTemplate } from '../src/request/json.ts'
import { parseJson } from '../src/request/parse-json.ts'
import type { SampleRequest } from '../src/request/request.ts'
import { authorizationFaults, headerOf } from './authorization.ts'
import { canonical, expectedRequest, resolver } from './expected.ts'
import { parseMultipart } from './multipart.ts'
import type { Recorded, Run } from './recorder.ts'
import { FILE_CONTENT } from './values.ts'

/** What a sample says that it cannot do. */
export interface Exceptions {
  readonly unsigned: boolean
  readonly namesBlobs: boolean
  readonly changesBreaks: boolean
}

/** Where what arrived differs from what the request says; `[]` when nothing does. */
export function requestFaults(
  request: SampleRequest,
  values: ReadonlyMap<string, string>,
  run: Run,
  exceptions: Exceptions,
): string[] {
  const [sent, ...more] = run.requests
  if (sent === undefined) return ['no request arrived']
  if (more.length > 0) return [`${more.length + 1} requests arrived`]
  const expected = expectedRequest(request, values, run.baseUrl)
  const [path = '', query = ''] = split(sent.target, '?')
  return [
    ...differs('method', sent.method, expected.method),
    ...differs('path', samePath(path), samePath(expected.path)),
    ...differs('query', sortedPairs([...new URLSearchParams(query)]), sortedPairs(expected.query)),
    ...headerFaults(expected.headers, sent, request),
    ...(exceptions.unsigned ? [] : authorizationFaults(request, values, run, sent)),
    ...bodyFaults(request, values, sent, exceptions),
  ]
}

function differs(what: string, sent: string, expected: string): string[] {
  return sent === expected ? [] : [`${what} is ${JSON.stringify(sent)}, not ${JSON.stringify(expected)}`]
}

function split(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** Unreserved characters may be escaped or not: decoded per segment, what separates segments stays apart. */
function samePath(path: string): string {
  return JSON.stringify(path.split('/').map(segment => decodeURIComponent(segment)))
}

function sortedPairs(pairs: readonly (readonly [string, string])[]): string {
  return JSON.stringify(pairs.map(pair => JSON.stringify(pair)).sort())
}

/** Headers of one name may come as one, with the values side by side. */
function headerFaults(
  expected: readonly (readonly [string, string])[],
  sent: Recorded,
  request: SampleRequest,
): string[] {
  const names = new Set(expected.map(([name]) => name))
  const joined = (headers: readonly (readonly [string, string])[], name: string) =>
    headers
      .filter(([own]) => own.toLowerCase() === name)
      .map(([, value]) => value)
      .join(', ')
  return [...names].flatMap(name => {
    const has = joined(sent.headers, name)
    const wants = joined(expected, name)
    if (name === 'content-type') return contentTypeFaults(has, wants)
    if (name === 'cookie' && request.auth.kind === 'apiKey') return has.includes(wants) ? [] : [`Cookie is ${has}`]
    return differs(`header ${name}`, has, wants)
  })
}

/** A charset may be said where none was. */
function contentTypeFaults(sent: string, expected: string): string[] {
  const plain = (type: string) =>
    type
      .toLowerCase()
      .replaceAll(' ', '')
      .replace(/;charset=utf-?8$/, '')
  return differs('header content-type', plain(sent), plain(expected))
}

function bodyFaults(
  request: SampleRequest,
  values: ReadonlyMap<string, string>,
  sent: Recorded,
  exceptions: Exceptions,
): string[] {
  const { body } = request
  const resolve = resolver(values)
  const text = sent.body.toString('utf8')
  switch (body.kind) {
    case 'none':
      return differs('body', text, '')
    case 'text':
      return differs('body', text, resolve(body.text))
    case 'file':
      return differs('body', sent.body.toString('hex'), FILE_CONTENT.toString('hex'))
    case 'form':
      return differs(
        'form',
        JSON.stringify([...new URLSearchParams(text)]),
        JSON.stringify(body.fields.map(({ name, value }) => [resolve(name), resolve(value)])),
      )
    case 'json':
      return documentFaults(text, body.value, values)
    case 'graphql': {
      const members = [
        { name: ['query'], value: { kind: 'string' as const, value: body.query } },
        ...(body.operationName === undefined
          ? []
          : [{ name: ['operationName'], value: { kind: 'string' as const, value: [body.operationName] } }]),
        ...(body.variables === undefined ? [] : [{ name: ['variables'], value: body.variables }]),
      ]
      return documentFaults(text, { kind: 'object', members }, values)
    }
    case 'multipart':
      return multipartFaults(body.parts, values, sent, exceptions)
  }
}

function documentFaults(text: string, expected: JsonTemplate, values: ReadonlyMap<string, string>): string[] {
  try {
    return differs('document', canonical(parseJson(text)), canonical(expected, values))
  } catch (error) {
    return [`the body is no JSON (${(error as Error).message}): ${text}`]
  }
}

function multipartFaults(
  parts: readonly Part[],
  values: ReadonlyMap<string, string>,
  sent: Recorded,
  { namesBlobs, changesBreaks }: Exceptions,
): string[] {
  const resolve = resolver(values)
  const type = headerOf(sent, 'content-type') ?? ''
  const received = parseMultipart(sent.body, type)
  if (received === undefined) return [`the body is no multipart: ${type}`]
  if (received.length !== parts.length) return [`${received.length} parts arrived, not ${parts.length}`]
  return parts.flatMap((part, at) => {
    const own = received[at]
    const where = `part ${at + 1}`
    if (own === undefined) return [`${where} is missing`]
    const path = part.kind === 'file' ? (values.get(part.input) ?? '') : ''
    const isBlob = namesBlobs && part.kind === 'text' && part.contentType !== undefined
    const fileName = part.kind === 'file' ? (part.fileName ?? path.split('/').at(-1) ?? '') : isBlob ? 'blob' : ''
    const text = part.kind === 'text' ? resolve(part.value) : ''
    const content =
      part.kind === 'file' ? FILE_CONTENT : Buffer.from(changesBreaks ? text.replaceAll(/\r\n?|\n/g, '\r\n') : text)
    return [
      ...differs(`${where}: name`, own.name, resolve(part.name)),
      ...differs(`${where}: file name`, own.fileName ?? '', fileName),
      ...differs(`${where}: content`, own.content.toString('hex'), content.toString('hex')),
      ...(part.contentType === undefined ? [] : contentTypeFaults(own.contentType ?? '', part.contentType)),
    ]
  })
}
