import type { Content, Facts, OperationFacts, ParameterFacts } from './facts.ts'
import { object, type Raw, ShapeReader, strings } from './read-shapes.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'options', 'head', 'trace']

/** The facts of an OpenAPI document, 3.0 or 3.1. */
export function readFacts(document: object): Facts {
  const root = object(document)
  const reader = new ShapeReader(root)
  const operations = Object.entries(object(root.paths)).flatMap(([path, item]) =>
    METHODS.filter(method => method in object(item)).map(method => {
      const operation = object(object(item)[method])
      return [
        String(operation.operationId),
        readOperation(reader, { root, path, item: object(item), method, operation }),
      ]
    }),
  )
  const items = Object.values({ ...object(root['x-webhooks']), ...object(root.webhooks) }).map(item =>
    object(object(item).post),
  )
  const calls = items.map(call => [String(call.operationId), readCall(reader, reader.follow(object(call.requestBody)))])
  return {
    version: String(object(root.info).version),
    operations: Object.fromEntries(operations),
    calls: Object.fromEntries(calls),
    shapes: reader.shapes(),
  }
}

/** The events of a call are named alike in all documents: `client:add`, and `clientAddEvent`, by `clientadd`. */
function readCall(reader: ShapeReader, { content }: Raw): Content {
  const entries = Object.entries(object(content)).map(([type, media]) => {
    const call = reader.read(reader.follow(object(object(media).schema)))
    const { branches = {}, by: _, ...items } = reader.whole(call.properties?.events?.items ?? {})
    const named = Object.entries(branches).map(([name, shape]) => [nameOfEvent(name), shape])
    const events = { ...call.properties?.events, items: { ...items, branches: Object.fromEntries(named) } }
    return [type, { ...call, properties: { ...call.properties, events } }]
  })
  return Object.fromEntries(entries)
}

const nameOfEvent = (name: string) =>
  name
    .replace(/Event$/, '')
    .replaceAll(':', '')
    .toLowerCase()

interface Place {
  readonly root: Raw
  readonly path: string
  readonly item: Raw
  readonly method: string
  readonly operation: Raw
}

function readOperation(reader: ShapeReader, { root, path, item, method, operation }: Place): OperationFacts {
  const responses = Object.entries(object(operation.responses)).map(([status, response]) => [
    status,
    readContent(reader, reader.follow(object(response))),
  ])
  return {
    method: method.toUpperCase(),
    path,
    ...(operation['x-extension'] === true ? { extension: true } : {}),
    scopes: readScopes(operation.security ?? root.security),
    parameters: readParameters(reader, [...list(item.parameters), ...list(operation.parameters)]),
    ...(operation.requestBody === undefined
      ? {}
      : { body: readBody(reader, reader.follow(object(operation.requestBody))) }),
    replies: Object.fromEntries(responses),
  }
}

function readScopes(security: unknown): Record<string, readonly string[]> {
  const pairs = list(security).flatMap(one => Object.entries(object(one)))
  return Object.fromEntries(pairs.map(([scheme, scopes]) => [scheme, [...strings(scopes)].sort()]))
}

/** Those of an operation replace those of its path with the same name. */
function readParameters(reader: ShapeReader, parameters: readonly unknown[]): ParameterFacts[] {
  const read = parameters.map(one => {
    const parameter = reader.follow(object(one))
    return {
      in: String(parameter.in),
      name: String(parameter.name),
      required: parameter.required === true,
      ...(typeof parameter.style === 'string' ? { style: parameter.style } : {}),
      shape: reader.read(object(parameter.schema)),
    }
  })
  return [...new Map(read.map(one => [`${one.in} ${one.name}`, one])).values()]
}

const readBody = (reader: ShapeReader, body: Raw) => ({
  required: body.required === true,
  content: readContent(reader, body),
})

function readContent(reader: ShapeReader, { content }: Raw): Content {
  const entries = Object.entries(object(content)).map(([type, media]) => [
    type,
    reader.read(object(object(media).schema)),
  ])
  return Object.fromEntries(entries)
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
