import type { Collection, Item } from '../../request/collection.ts'
import { assemble, type ReadOptions } from '../assemble.ts'
import { exactJson } from '../exact-json.ts'
import { Identities } from '../identities.ts'
import { Node } from '../json-access.ts'
import type { RawRequest } from '../raw.ts'
import { readOpenApiBody } from './body.ts'
import { OpenApi } from './document.ts'
import { readParameters } from './parameters.ts'
import { readReplies } from './replies.ts'
import { readSecurity } from './security.ts'
import { readServer } from './server.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']

/** Whether a document is one of OpenAPI, of whatever version, or of Swagger before it. */
export function isOpenApi(document: unknown): boolean {
  const node = new Node(document)
  return node.get('openapi').isThere || node.get('swagger').isThere
}

/** Reads a document of OpenAPI 3. @throws ReadError with the path in the document */
export function readOpenApi(value: unknown, options: ReadOptions): Collection {
  const document = new OpenApi(value)
  const { root } = document
  const version = root.get('openapi').text() ?? root.get('swagger').text() ?? ''
  if (!/^3\./.test(version)) return root.fail(`is version ${version}; what can be read is OpenAPI 3.0, 3.1 and 3.2`)
  const identities = new Identities()
  const items = root
    .get('paths')
    .entries()
    .filter(([path]) => path.startsWith('/'))
    .flatMap(([path, entry]) => {
      const item = document.resolve(entry)
      return METHODS.filter(method => item.get(method).isObject).map(method =>
        readOperation({ path, method, item, operation: item.get(method) }, document, options, identities),
      )
    })
  return {
    title: root.get('info').get('title').text() ?? 'API',
    description: root.get('info').get('description').text()?.trim() ?? '',
    items,
  }
}

interface Place {
  readonly path: string
  readonly method: string
  readonly item: Node
  readonly operation: Node
}

function readOperation(place: Place, document: OpenApi, options: ReadOptions, identities: Identities): Item {
  const wanted = place.operation.get('operationId').text() ?? `${place.method} ${place.path}`
  const raw = rawOf(place, document, options, identities.unique(wanted))
  const piece = { [place.path]: { [place.method]: place.operation.value } }
  return { request: assemble(raw, options), original: { format: 'openapi', text: exactJson(piece) } }
}

function rawOf(
  { path, method, item, operation }: Place,
  document: OpenApi,
  options: ReadOptions,
  id: string,
): RawRequest {
  const server = readServer(item, operation, document, options.sourceUrl)
  const parameters = readParameters(item, operation, document)
  const security = readSecurity(operation, document, server.url)
  const description = operation.get('description').text() ?? item.get('description').text() ?? ''
  const tag = operation.get('tags').items()[0]?.text()
  const name = operation.get('summary').text() ?? operation.get('operationId').text() ?? ''
  return {
    id,
    path: tag === undefined ? [name] : [tag, name],
    description: description.trim(),
    method,
    url: server.url.replace(/\/+$/, '') + path.replaceAll(/\{([^{}]+)\}/g, '{{$1}}'),
    query: [...parameters.query, ...security.query],
    pathVariables: [],
    variables: [...parameters.variables, ...server.variables],
    headers: [...acceptHeader(operation, document), ...parameters.headers, ...security.headers],
    body: readOpenApiBody(operation, document),
    auth: security.auth,
    replies: readReplies(operation, document),
    notes: security.notes,
  }
}

/** Where JSON is among what a success may be, that is what a program can read. */
function acceptHeader(operation: Node, document: OpenApi): { readonly name: string; readonly value: string }[] {
  const success = operation
    .get('responses')
    .entries()
    .filter(([status]) => /^2/.test(status))
  const types = success.flatMap(([, response]) =>
    document
      .resolve(response)
      .get('content')
      .entries()
      .map(([type]) => type),
  )
  const json = types.find(type => /json$/i.test(type.split(';')[0] ?? ''))
  return json === undefined ? [] : [{ name: 'Accept', value: json }]
}
