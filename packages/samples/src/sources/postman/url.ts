import type { Node } from '../json-access.ts'
import type { RawPair, RawVariable } from '../raw.ts'
import { decoded } from '../url.ts'
import { enabled, textOf } from './text.ts'

interface PostmanUrl {
  readonly url: string
  /** Undefined where the query stands in {@link url}. */
  readonly query: readonly RawPair[] | undefined
  readonly pathVariables: readonly RawVariable[]
}

/** A URL is a text or an object; of an object the pieces count, as in Postman, and the text where there are none. */
export function readUrl(node: Node): PostmanUrl {
  if (!node.isObject) return { url: node.text() ?? '', query: undefined, pathVariables: [] }
  const raw = node.get('raw').text() ?? ''
  const hasPieces = node.get('host').isThere || node.get('path').isThere
  return {
    url: hasPieces ? joined(node) : raw,
    query: node.get('query').isArray ? queryOf(node.get('query')) : undefined,
    pathVariables: pathVariables(node.get('variable')),
  }
}

function joined(node: Node): string {
  const protocol = node
    .get('protocol')
    .text()
    ?.replace(/:?(?:\/\/)?$/, '')
  const port = node.get('port').text()
  const host = pieces(node.get('host')).join('.')
  const path = pieces(node.get('path')).join('/').replace(/^\//, '')
  const query = node.get('query').isArray ? undefined : node.get('query').text()
  return [
    protocol ? `${protocol}://` : '',
    host,
    port ? `:${port}` : '',
    path === '' ? '' : `/${path}`,
    query ? `?${query}` : '',
  ].join('')
}

/** A text, or a list of texts and objects with a value. */
function pieces(node: Node): string[] {
  if (!node.isArray) return [node.text() ?? '']
  return node.items().map(piece => (piece.isObject ? piece.get('value').text() : piece.text()) ?? '')
}

function queryOf(list: Node): RawPair[] {
  return enabled(list).map(pair => ({
    name: decoded(pair.get('key').text() ?? ''),
    value: decoded(pair.get('value').text() ?? ''),
  }))
}

/** In the earliest files an object from name to value. */
function pathVariables(node: Node): RawVariable[] {
  if (node.isObject) return node.entries().map(([name, value]) => ({ name, value: value.text() }))
  return node.items().map(variable => ({
    name: variable.get('key').text() ?? variable.get('id').text() ?? '',
    value: variable.get('value').text(),
    description: textOf(variable.get('description')),
  }))
}
