import type { TSchema, TUnsafe } from 'typebox'
import { limits } from './limits.ts'
import { Type } from './type.ts'

/**
 * Keywords of ours beside JSON Schema's.
 * `title` names a schema: it becomes a component of the OpenAPI document under that name.
 */
export interface Keywords {
  readonly title?: string
  readonly description?: string
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly readOnly?: boolean
  readonly writeOnly?: boolean
  readonly deprecated?: boolean
  readonly pattern?: string
  readonly format?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  /** Said instead of the grammar's own words when `pattern` or `format` is not met. */
  readonly 'x-problem'?: string
}

export const text = (options: Keywords = {}): TUnsafe<string> => Type.Unsafe<string>({ type: 'string', ...options })

export const flag = (options: Keywords = {}): TUnsafe<boolean> => Type.Unsafe<boolean>({ type: 'boolean', ...options })

export function choice<const T extends string>(values: readonly T[], options: Keywords = {}): TUnsafe<T> {
  return Type.Unsafe<T>({ type: 'string', enum: [...values], ...options })
}

/** Allows null as well; written as a list of types, so that a problem is reported once and not per branch of a union. */
export function nullable<T>(schema: TUnsafe<T>): TUnsafe<T | null> {
  const { type } = schema as unknown as { type: string }
  return Type.Unsafe<T | null>({ ...schema, type: [type, 'null'] })
}

export const Id = (description: string, example: string) => text({ description, examples: [example] })

export const displayName = (description: string, example: string) =>
  text({ description, minLength: 1, maxLength: limits.displayNameLength, examples: [example] })

/** The answer of an operation that has nothing to say. */
export const Empty = Type.Object({}, { title: 'Empty', description: 'An empty object.' })

/** A copy whose objects allow no property that is not declared; replies are held against it in tests. */
export function closed(schema: TSchema): TSchema {
  return mapSchema(schema, node =>
    'properties' in node && !('additionalProperties' in node) ? { ...node, additionalProperties: false } : node,
  )
}

/** Rebuilds a schema from its leaves upwards. */
export function mapSchema<T>(schema: T, change: (node: Record<string, unknown>) => Record<string, unknown>): T {
  if (Array.isArray(schema)) return schema.map(one => mapSchema(one, change)) as T
  if (typeof schema !== 'object' || schema === null) return schema
  const entries = Object.entries(schema).map(([key, value]) => [
    key,
    key === 'examples' || key === 'default' ? value : mapSchema(value, change),
  ])
  return change(Object.fromEntries(entries)) as T
}
