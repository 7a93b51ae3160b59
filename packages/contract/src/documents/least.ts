import type { TSchema } from 'typebox'
import { isDiscriminated } from '../kit/discriminated.ts'

interface Node {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Node>>
  readonly required?: readonly string[]
  readonly items?: Node
}

/**
 * An example without everything that may be missing, and null where that is allowed: whoever has it beside the example
 * knows what to count on. Of an object that is told apart by a property, only that one is sure.
 */
export function least(schema: TSchema, value: unknown): unknown {
  const node: Node = schema
  if (Array.isArray(node.type) && node.type.includes('null')) return null
  if (Array.isArray(value)) return node.items === undefined ? value : value.map(item => least(node.items ?? {}, item))
  if (typeof value !== 'object' || value === null) return value
  const { properties = {}, required = [] } = node
  const sure = isDiscriminated(node) ? [node.discriminator.propertyName] : required
  const kept = Object.entries(value).filter(([name]) => sure.includes(name))
  return Object.fromEntries(kept.map(([name, part]) => [name, least(properties[name] ?? {}, part)]))
}
