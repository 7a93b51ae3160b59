import { exactJson } from '../exact-json.ts'
import type { Node } from '../json-access.ts'
import type { RawPair, RawVariable } from '../raw.ts'
import type { OpenApi } from './document.ts'
import { givenExamples } from './examples.ts'
import { madeExample } from './made-example.ts'

export interface Parameters {
  readonly query: readonly RawPair[]
  readonly headers: readonly RawPair[]
  /** What is known of the variables that stand for them; those of the path included. */
  readonly variables: readonly RawVariable[]
}

/** Said elsewhere in a document, by the specification. */
const SAID_ELSEWHERE = /^(?:accept|content-type|authorization)$/i

/**
 * The parameters that must be given, each as a variable with what is known of it. Those that may be left out are: a
 * program is to be read first, and added to later.
 */
export function readParameters(item: Node, operation: Node, document: OpenApi): Parameters {
  const needed = merged(item, operation, document).filter(
    ({ node, place }) => place === 'path' || node.get('required').value === true,
  )
  const names = new Set<string>()
  const query: RawPair[] = []
  const headers: RawPair[] = []
  const cookies: string[] = []
  const variables: RawVariable[] = []
  for (const { node, name, place } of needed) {
    if (place === 'header' && SAID_ELSEWHERE.test(name)) continue
    for (const [sent, schema] of place === 'query' ? members(name, node, document) : [[name, node] as const]) {
      const known = variable(names.has(sent) ? `${place} ${sent}` : sent, node, schema, document)
      names.add(known.name)
      variables.push(known)
      const value = `{{${known.name}}}`
      if (place === 'query') query.push({ name: sent, value })
      else if (place === 'header') headers.push({ name: sent, value })
      else if (place === 'cookie') cookies.push(`${sent}=${value}`)
    }
  }
  const cookie = cookies.length === 0 ? [] : [{ name: 'Cookie', value: cookies.join('; ') }]
  return { query, headers: [...headers, ...cookie], variables }
}

interface Parameter {
  readonly node: Node
  readonly name: string
  readonly place: string
}

/** An operation's own parameters come before those of its path; those of the path stand in their place in the list. */
function merged(item: Node, operation: Node, document: OpenApi): Parameter[] {
  const found = new Map<string, Parameter>()
  for (const list of [item, operation]) {
    for (const entry of list.get('parameters').items()) {
      const node = document.resolve(entry)
      const name = node.get('name').text()
      const place = node.get('in').text()
      if (name !== undefined && place !== undefined) found.set(`${place} ${name}`, { node, name, place })
    }
  }
  return [...found.values()]
}

/** A deep object is sent as its members: `page[size]`. */
function members(name: string, node: Node, document: OpenApi): (readonly [string, Node])[] {
  const schema = document.resolve(node.get('schema'))
  if (node.get('style').value !== 'deepObject' || !schema.get('properties').isObject) return [[name, node]]
  const required = schema
    .get('required')
    .items()
    .map(one => one.text())
  const all = schema.get('properties').entries()
  const needed = all.filter(([member]) => required.includes(member))
  return (needed.length > 0 ? needed : all.slice(0, 1)).map(([member, one]) => [`${name}[${member}]`, one])
}

function variable(name: string, parameter: Node, described: Node, document: OpenApi): RawVariable {
  const isMember = described !== parameter
  const schemaNode = isMember ? described : parameter.get('schema')
  const schema = document.resolve(schemaNode)
  const fixed = schema.get('const').value ?? onlyChoice(schema)
  const examples = isMember ? [] : givenExamples(parameter, document)
  const example = examples[0] ?? schema.get('enum').items()[0]?.value ?? madeExample(schemaNode, document, 'sent')
  return {
    name,
    value: written(schema.get('default').value ?? fixed),
    example: written(example),
    description: (isMember ? schema : parameter).get('description').text()?.trim(),
  }
}

function onlyChoice(schema: Node): unknown {
  const [only, ...others] = schema.get('enum').items()
  return others.length === 0 ? only?.value : undefined
}

/** As a parameter is written: a list by its first item, since each comes apart. */
function written(value: unknown): string | undefined {
  if (Array.isArray(value)) return written(value[0])
  if (value === undefined || value === null) return undefined
  return typeof value === 'object' ? exactJson(value) : String(value)
}
