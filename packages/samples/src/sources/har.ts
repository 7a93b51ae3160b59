import type { Collection, Item } from '../request/collection.ts'
import type { Reply } from '../request/reply.ts'
import { assemble, type ReadOptions } from './assemble.ts'
import { exactJson } from './exact-json.ts'
import { Identities } from './identities.ts'
import { Node } from './json-access.ts'
import type { RawBody, RawPair, RawRequest } from './raw.ts'
import { plainAddress } from './url.ts'

/** Whether a document is an HTTP archive, or one request of it. */
export function isHar(document: unknown): boolean {
  const node = new Node(document)
  return node.get('log').get('entries').isArray || (node.get('method').isThere && node.get('url').isThere)
}

/** Reads an HTTP archive (HAR 1.2), or one request of it. @throws ReadError with the path in the document */
export function readHar(document: unknown, options: ReadOptions): Collection {
  const root = new Node(document)
  const identities = new Identities()
  const isArchive = root.get('log').isObject
  const entries = isArchive ? root.get('log').get('entries').items() : [root]
  return {
    title: root.get('log').get('creator').get('name').text() ?? 'HTTP archive',
    description: root.get('log').get('comment').text() ?? '',
    items: entries.map(entry => readEntry(entry, isArchive ? entry.get('request') : entry, options, identities)),
  }
}

function readEntry(entry: Node, request: Node, options: ReadOptions, identities: Identities): Item {
  const url = request.get('url').text() ?? request.get('url').fail('is missing')
  const method = request.get('method').text() ?? 'GET'
  const raw: RawRequest = {
    id: identities.unique(`${method} ${plainAddress(url)}`),
    path: [''],
    description: entry.get('comment').text() ?? '',
    method,
    url,
    ...(url.includes('?') ? {} : { query: pairs(request.get('queryString')) }),
    pathVariables: [],
    variables: [],
    headers: headersOf(request),
    body: bodyOf(request.get('postData')),
    auth: undefined,
    replies: entry === request ? [] : replyOf(entry.get('response')),
    notes: [],
  }
  return { request: assemble(raw, options), original: { format: 'har', text: exactJson(request.value) } }
}

function pairs(list: Node): RawPair[] {
  return list.items().map(pair => ({ name: pair.get('name').text() ?? '', value: pair.get('value').text() ?? '' }))
}

/** The host is that of the address. Cookies stand among the headers in an archive of a browser; elsewhere only in a list of their own. */
function headersOf(request: Node): RawPair[] {
  const headers = pairs(request.get('headers')).filter(({ name }) => !/^(?:host|:.*)$/i.test(name))
  const cookies = pairs(request.get('cookies'))
  const isThere = headers.some(({ name }) => name.toLowerCase() === 'cookie')
  if (isThere || cookies.length === 0) return headers
  return [...headers, { name: 'Cookie', value: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') }]
}

/** The text as it was sent says more than the list of its fields. */
function bodyOf(data: Node): RawBody {
  if (!data.isObject) return { kind: 'none' }
  const contentType = data.get('mimeType').text()
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase()
  const fields = data.get('params').items()
  const text = data.get('text').text() ?? ''
  if (mediaType === 'multipart/form-data' && fields.length > 0) return { kind: 'multipart', parts: fields.map(partOf) }
  if (mediaType === 'multipart/form-data') return multipartOf(text, contentType ?? '')
  if (text === '' && fields.length > 0) return { kind: 'form', fields: pairs(data.get('params')) }
  return text === '' ? { kind: 'none' } : { kind: 'text', text, contentType }
}

function partOf(field: Node) {
  const fileName = field.get('fileName').text()
  return {
    name: field.get('name').text() ?? '',
    value: fileName ?? field.get('value').text() ?? '',
    isFile: fileName !== undefined,
    contentType: field.get('contentType').text(),
  }
}

/** A body of parts that browsers store as it went over the wire. What files held is not kept. */
function multipartOf(text: string, contentType: string): RawBody {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1]
  if (boundary === undefined || text === '') return { kind: 'none' }
  const parts = text.split(`--${boundary}`).slice(1, -1).map(readPart)
  return { kind: 'multipart', parts }
}

function readPart(part: string) {
  const [, head = '', content = ''] = /^\r?\n(.*?)\r?\n\r?\n(.*?)\r?\n$/s.exec(part) ?? []
  const setting = (name: string) => new RegExp(`[; ]${name}="([^"]*)"`, 'i').exec(head)?.[1]
  const fileName = setting('filename')
  return {
    name: setting('name') ?? '',
    value: fileName ?? content,
    isFile: fileName !== undefined,
    contentType: /^content-type:\s*(.*)$/im.exec(head)?.[1]?.trim(),
  }
}

function replyOf(response: Node): Reply[] {
  const status = Number(response.get('status').text() ?? 0)
  if (!Number.isInteger(status) || status < 100 || status > 599) return []
  const content = response.get('content')
  const contentType = content.get('mimeType').text()?.split(';')[0]?.trim().toLowerCase()
  const text = content.get('text').text()
  const body = content.get('encoding').value === 'base64' ? decoded(text ?? '') : text
  return [
    {
      status,
      name: response.get('statusText').text() ?? '',
      ...(contentType ? { contentType } : {}),
      samples: body === undefined ? [] : [body],
    },
  ]
}

function decoded(base64: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
