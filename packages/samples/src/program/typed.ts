import type { RecordType } from '../reply/reading.ts'
import type { Field, ObjectShape, Shape } from '../request/shape.ts'
import type { Code } from '../writer/lines.ts'
import { extendLabel, type Label, singular } from './reading.ts'
import type { Scope } from './scope.ts'

export type LeafShape = Exclude<Shape, { kind: 'object' | 'list' }>

/** How a language with types for records goes through what it read. */
export interface TypedReader {
  /** An expression for a field of the record that `from` holds. */
  field(from: string, field: Field, record: ObjectShape): string
  /** Lines that run when there is a value; `body` gets an expression that holds it for sure. */
  present(value: string, words: readonly string[], shape: Shape, body: (value: string) => Code): Code
  show(label: Label, value: string, leaf: LeafShape): Code
  /** Goes through a list; an item that is null is left out by {@link present}. */
  each(list: string, item: string, index: string, body: Code): Code
}

interface Walk {
  readonly reader: TypedReader
  readonly scope: Scope
  readonly showSecrets: boolean
}

/** Shows every value of a document that is not secret. */
export function showValues(shape: Shape, reader: TypedReader, scope: Scope, value: string, showSecrets: boolean): Code {
  return show(shape, { reader, scope, showSecrets }, value, [], [])
}

function show(shape: Shape, walk: Walk, value: string, words: readonly string[], label: Label): Code {
  switch (shape.kind) {
    case 'object':
      return shape.fields.map(field => showField(field, shape, walk, value, words, label))
    case 'list':
      return showItems(shape, walk, value, words.length === 0 ? ['items'] : words, extendLabel(label, []))
    default:
      return walk.reader.show(extendLabel(label, []), value, shape)
  }
}

function showField(
  field: Field,
  record: ObjectShape,
  walk: Walk,
  from: string,
  words: readonly string[],
  label: Label,
): Code {
  if (field.secret && !walk.showSecrets) return []
  const path = [...words, field.name]
  const at = extendLabel(label, [field.name])
  const value = walk.reader.field(from, field, record)
  const inner = (own: string) => show(field.shape, walk, own, path, at)
  const mayLack = field.optional || field.nullable || field.shape.kind === 'null'
  return mayLack ? walk.reader.present(value, path, field.shape, inner) : inner(value)
}

function showItems(
  list: Extract<Shape, { kind: 'list' }>,
  walk: Walk,
  value: string,
  words: readonly string[],
  label: Label,
): Code {
  const own = singular(words)
  const item = walk.scope.take(...own)
  const index = walk.scope.take(...own, 'number')
  const inner = (each: string) => show(list.item, walk, each, own, [...label, '[', { variable: index }, ']'])
  const mayLack = list.nullableItems || list.item.kind === 'null'
  return walk.reader.each(value, item, index, mayLack ? walk.reader.present(item, own, list.item, inner) : inner(item))
}

/** A name for every type that a document needs, the root first. */
export function typeNames(records: readonly RecordType[], scope: Scope): ReadonlyMap<ObjectShape, string> {
  return new Map(records.map(({ path, shape }) => [shape, scope.names.take(typeWords(path), 'pascal')]))
}

/** `users` → `User`, `key` → `Key` */
function typeWords(path: readonly string[]): readonly string[] {
  const last = path.at(-1)
  if (last === undefined) return ['Reply']
  const [one = last, ...more] = singular([last])
  return more.length > 0 ? [last] : [one]
}
