import type { JsonTemplate } from '../request/json.ts'
import type { Template } from '../request/template.ts'
import { indent } from '../writer/lines.ts'

/** How a language writes maps and lists. */
export interface Structure {
  readonly indent: string
  readonly object: readonly [open: string, close: string]
  readonly array: readonly [open: string, close: string]
  /** Where they differ from open and close side by side. */
  readonly emptyObject?: string
  readonly emptyArray?: string
  /** What stands before a member's value, such as `"name": `. */
  readonly key: (name: Template) => string
  /** Sets what {@link key} gave for the members of one object; `isOneLine` says whether the value takes one line. */
  readonly alignKeys?: (keys: readonly string[], isOneLine: readonly boolean[]) => readonly string[]
  /** What stands behind a member's value, such as `)`. */
  readonly afterMember?: string
  readonly scalar: (json: Scalar) => string
  readonly separator: string
  /** Between the items of a list, where it is another. */
  readonly itemSeparator?: string
  /** Whether the last entry has a separator too. */
  readonly trailing: boolean
}

export type Scalar = Exclude<JsonTemplate, { kind: 'object' | 'array' }>

/** The lines of a document in the maps and lists of a language. */
export function structure(json: JsonTemplate, style: Structure): string[] {
  switch (json.kind) {
    case 'object': {
      const values = json.members.map(({ value }) => structure(value, style))
      const plain = json.members.map(({ name }) => style.key(name))
      const keys = style.alignKeys?.(
        plain,
        values.map(({ length }) => length === 1),
      )
      return entries(
        values.map((value, at) => wrap(value, (keys ?? plain)[at] ?? '', style.afterMember ?? '')),
        style.object,
        style.emptyObject,
        style,
      )
    }
    case 'array':
      return entries(
        json.items.map(item => structure(item, style)),
        style.array,
        style.emptyArray,
        { ...style, separator: style.itemSeparator ?? style.separator },
      )
    default:
      return [style.scalar(json)]
  }
}

function entries(
  all: readonly (readonly string[])[],
  [open, close]: readonly [string, string],
  empty: string | undefined,
  { separator, trailing, indent: by }: Structure,
): string[] {
  if (all.length === 0) return [empty ?? open + close]
  const separated = all.map((entry, at) => wrap(entry, '', trailing || at < all.length - 1 ? separator : ''))
  return [open, ...indent(by, separated), close]
}

/** Lines with a text before the first and one behind the last. */
export function wrap(code: readonly string[], before: string, after = ''): string[] {
  return code.map((line, at) => (at === 0 ? before : '') + line + (at === code.length - 1 ? after : ''))
}
