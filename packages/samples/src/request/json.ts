import type { Template } from './template.ts'

/**
 * A JSON document with inputs in it: in its texts, or standing for whole values.
 * Numbers keep the digits of their source, objects the order of their members; no member stands twice.
 */
export type JsonTemplate =
  | { readonly kind: 'object'; readonly members: readonly JsonMember[] }
  | { readonly kind: 'array'; readonly items: readonly JsonTemplate[] }
  | { readonly kind: 'string'; readonly value: Template }
  /** As JSON writes it: `-0`, `1.0`, `1e400`, `12345678901234567890`. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  /** The value of the input, read as its type says; its type is not `string`. */
  | { readonly kind: 'input'; readonly input: string }

export interface JsonMember {
  readonly name: Template
  readonly value: JsonTemplate
}
