import type { Node } from '../json-access.ts'
import { type OpenApi, refOf } from './document.ts'

/** References followed on the way to one place, and schemas looked at for one example: what lies beyond is left out. */
const DEPTH_MAX = 6
const SCHEMAS_MAX = 1_000

/** Where a schema is met. */
interface Within {
  readonly document: OpenApi
  readonly direction: 'sent' | 'received'
  /** References on the way here. */
  readonly refs: readonly string[]
  readonly budget: { left: number }
}

/**
 * A value that a schema allows as far as can be told without trying; undefined where nothing is known.
 * Own code, because schemas that refer to each other keep the known libraries busy without end.
 */
export function madeExample(schema: Node, document: OpenApi, direction: 'sent' | 'received'): unknown {
  return make(schema, { document, direction, refs: [], budget: { left: SCHEMAS_MAX } })
}

function make(schema: Node, within: Within): unknown {
  const { document, refs, budget } = within
  const ref = refOf(schema)
  if (ref !== undefined && (refs.includes(ref) || refs.length >= DEPTH_MAX)) return undefined
  const inside = ref === undefined ? within : { ...within, refs: [...refs, ref] }
  const node = document.resolve(schema)
  budget.left -= 1
  if (!node.isObject || budget.left < 0) return undefined
  return given(node) ?? combined(node, inside) ?? typed(node, inside)
}

function given(node: Node): unknown {
  const first = (name: string) => (node.get(name).isArray ? node.get(name).items()[0]?.value : undefined)
  return (
    node.get('const').value ??
    node.get('example').value ??
    first('examples') ??
    node.get('default').value ??
    first('enum')
  )
}

/** What `allOf` says is taken together with the schema's own members, of `oneOf` and `anyOf` the first that is a value. */
function combined(node: Node, within: Within): unknown {
  const all = node
    .get('allOf')
    .items()
    .map(part => make(part, within))
  const choices = ['oneOf', 'anyOf'].flatMap(keyword => {
    const made = node
      .get(keyword)
      .items()
      .map(part => make(part, within))
    return made.find(value => value !== undefined && value !== null) ?? []
  })
  const parts = [...all, ...choices].filter(part => part !== undefined)
  if (parts.length === 0) return undefined
  const own = node.get('properties').isObject ? [objectOf(node, within)] : []
  const objects = [...parts, ...own].filter(isRecord)
  return objects.length === 0 ? parts[0] : Object.assign({}, ...objects)
}

function typed(node: Node, within: Within): unknown {
  const type = node.get('type')
  const named = type.isArray
    ? type
        .items()
        .map(one => one.text())
        .find(one => one !== 'null')
    : type.text()
  switch (named ?? impliedType(node)) {
    case 'object':
      return objectOf(node, within)
    case 'array': {
      const item = make(node.get('items'), within)
      return item === undefined ? [] : [item]
    }
    case 'string':
      return textOf(node)
    case 'integer':
    case 'number':
      return numberOf(node)
    case 'boolean':
      return true
    default:
      return undefined
  }
}

function impliedType(node: Node): string | undefined {
  if (node.get('properties').isObject || node.get('additionalProperties').isObject) return 'object'
  return node.get('items').isObject ? 'array' : undefined
}

/** What is only read is not sent, what is only written not received. */
function objectOf(node: Node, within: Within): Record<string, unknown> {
  const left = within.direction === 'sent' ? 'readOnly' : 'writeOnly'
  const members = node
    .get('properties')
    .entries()
    .filter(([, property]) => within.document.resolve(property).get(left).value !== true)
    .map(([name, property]) => [name, make(property, within)] as const)
  return Object.fromEntries(members.filter(([, value]) => value !== undefined))
}

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2026-01-01T00:00:00Z',
  date: '2026-01-01',
  time: '00:00:00Z',
  email: 'sam@example.com',
  uuid: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  uri: 'https://example.com',
  url: 'https://example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  byte: 'dGV4dA==',
}

function textOf(node: Node): string {
  const text = FORMATS[node.get('format').text() ?? ''] ?? 'string'
  const least = Number(node.get('minLength').value ?? 0)
  const most = Number(node.get('maxLength').value ?? Number.POSITIVE_INFINITY)
  return text.padEnd(Math.min(least, 1_000), '-').slice(0, most)
}

function numberOf(node: Node): number {
  const bound = (name: string) => (typeof node.get(name).value === 'number' ? Number(node.get(name).value) : undefined)
  const above = bound('exclusiveMinimum')
  const least = bound('minimum') ?? (above === undefined ? 0 : above + 1)
  return Math.min(Math.max(0, least), bound('maximum') ?? Number.POSITIVE_INFINITY)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
