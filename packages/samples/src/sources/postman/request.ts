import type { Node } from '../json-access.ts'
import type { RawAuth, RawPair, RawRequest, RawVariable } from '../raw.ts'
import { readPostmanBody } from './body.ts'
import { readHeaders } from './headers.ts'
import { readResponses } from './responses.ts'
import { textOf } from './text.ts'
import { readUrl } from './url.ts'

/** What collection and folders say for a request. */
export interface Inherited {
  readonly auth: Node
  /** The innermost first. */
  readonly variables: readonly RawVariable[]
  /** A script runs before the request. */
  readonly hasScript: boolean
}

export function readRequest(
  item: Node,
  path: readonly string[],
  { auth: from, variables, hasScript }: Inherited,
): RawRequest {
  const request = item.get('request')
  if (!request.isThere) return request.fail('is missing')
  const isText = typeof request.value === 'string'
  if (!isText && !request.isObject) return request.fail('must be a text or an object')
  const method = (request.get('method').text()?.trim() || 'GET').toUpperCase()
  const auth = readPostmanAuth(request.get('auth').isThere ? request.get('auth') : from)
  const { url, query, pathVariables } = readUrl(isText ? request : request.get('url'))
  const isPruned = isBodyPruned(method, item)
  const body = isPruned ? ({ kind: 'none' } as const) : readPostmanBody(request.get('body'))
  const notes = [
    ...(hasScript ? ['A script that Postman runs before the request is not carried over.'] : []),
    ...alternative(item, auth),
  ]
  return {
    id: '',
    path,
    description: textOf(request.get('description')) || textOf(item.get('description')),
    method,
    url,
    ...(query === undefined ? {} : { query }),
    pathVariables,
    variables,
    headers: readHeaders(request.get('header')),
    body,
    auth,
    replies: readResponses(item.get('response')),
    notes,
  }
}

/** Postman sends no body with these unless the item says so. */
function isBodyPruned(method: string, item: Node): boolean {
  const isKept = item.get('protocolProfileBehavior').get('disableBodyPruning').value === true
  return !isKept && ['GET', 'HEAD', 'COPY', 'PURGE', 'UNLOCK'].includes(method)
}

/** In 2.1 the parameters are a list of pairs, in 2.0 an object. */
function readPostmanAuth(node: Node): RawAuth | undefined {
  const type = node.get('type').text()
  if (type === undefined) return undefined
  const own = node.get(type)
  const pairs = own.isArray
    ? own.items().map(pair => [pair.get('key').text() ?? '', pair.get('value').value] as const)
    : own.entries().map(([key, value]) => [key, value.value] as const)
  return { type, parameters: Object.fromEntries(pairs.map(([key, value]) => [key, parameterText(value)])) }
}

function parameterText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Replies that were saved with another scheme show that the API takes that, too. */
function alternative(item: Node, auth: RawAuth | undefined): string[] {
  if (auth === undefined || auth.type === 'bearer') return []
  const isBearer = item
    .get('response')
    .items()
    .some(response => readHeaders(response.get('originalRequest').get('header')).some(isBearerHeader))
  return isBearer ? ['The saved replies were asked for with a bearer token, which the API takes as well.'] : []
}

function isBearerHeader({ name, value }: RawPair): boolean {
  return name.toLowerCase() === 'authorization' && /^bearer\b/i.test(value)
}
