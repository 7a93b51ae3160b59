import type { Leaf, NamedValue, ReadItem, ReadList, ReadValue } from '../reply/reading.ts'
import { type Code, lines } from '../writer/lines.ts'
import type { Scope } from './scope.ts'

/** What is printed before a value: `users[`, the number of the user, `].name`. */
export type Label = readonly (string | { readonly variable: string })[]

/** How a language reads a document and shows what it read. Every method returns lines. */
export interface Reader {
  /** The name of a value that is read and not shown, where the language complains of names that nothing uses. */
  readonly unshown?: (name: string) => string

  /** Names the value at a path of a document or record. */
  leaf(name: string, from: string, path: readonly string[], leaf: Leaf, absent: boolean): Code
  /** Names the list at a path; one that is absent is an empty one. */
  list(name: string, from: string, path: readonly string[], list: ReadList, absent: boolean): Code
  show(label: Label, name: string, leaf: Leaf, absent: boolean): Code
  /** Goes through a list; an item that is null is left out. `leaf` says that an item is a value of that kind. */
  each(list: string, item: string, index: string, isNullable: boolean, body: Code, value: ReadItem): Code
}

/** Reads every value into a name of its own and shows those that are not secret. */
export function readValues(
  values: readonly NamedValue[],
  reader: Reader,
  scope: Scope,
  document: string,
  showSecrets: boolean,
): string[] {
  return readRecord(values, { reader, scope, showSecrets }, document, [], [])
}

interface Walk {
  readonly reader: Reader
  readonly scope: Scope
  readonly showSecrets: boolean
}

function readRecord(
  values: readonly NamedValue[],
  walk: Walk,
  from: string,
  words: readonly string[],
  label: Label,
): string[] {
  const { reader, scope, showSecrets } = walk
  const named = values.map(value => {
    const name = scope.take(...words, ...wordsOf(value))
    const isShown = showSecrets || !value.secret
    return { ...value, name: isShown ? name : (reader.unshown?.(name) ?? name) }
  })
  const declared = named.map(({ name, path, value, absent }) =>
    value.kind === 'list' ? reader.list(name, from, path, value, absent) : reader.leaf(name, from, path, value, absent),
  )
  const shown = named.map(({ name, path, value, absent, secret }) => {
    if (secret && !showSecrets) return []
    const place = [...words, ...path]
    const at = extendLabel(label, path)
    return value.kind === 'list'
      ? readItems(value, walk, name, place.length === 0 ? ['items'] : place, at)
      : reader.show(at, name, value, absent)
  })
  return lines(declared, shown)
}

function readItems(list: ReadList, walk: Walk, name: string, words: readonly string[], label: Label): Code {
  const { reader, scope } = walk
  const own = singular(words)
  const item = scope.take(...own)
  const index = scope.take(...own, 'number')
  const at: Label = [...label, '[', { variable: index }, ']']
  return reader.each(name, item, index, list.nullableItems, readItem(list.item, walk, item, own, at), list.item)
}

function readItem(value: ReadItem, walk: Walk, item: string, words: readonly string[], label: Label): Code {
  if (value.kind === 'record') return readRecord(value.values, walk, item, words, label)
  if (value.kind === 'list') return readItems(value, walk, item, words, label)
  return walk.reader.show(label, item, value, false)
}

function wordsOf({ path, value }: { path: readonly string[]; value: ReadValue }): readonly string[] {
  if (path.length > 0) return path
  return value.kind === 'list' ? ['items'] : ['reply', 'value']
}

/** `key.id`, `users[0].name`; `reply` for a document that is no object. */
export function extendLabel(label: Label, path: readonly string[]): Label {
  if (path.length === 0) return label.length === 0 ? ['reply'] : label
  return [...label, label.length === 0 ? path.join('.') : `.${path.join('.')}`]
}

/** `users` → `user`, `entries` → `entry`; `item` where nothing tells one from many. */
export function singular(words: readonly string[]): string[] {
  const last = words.at(-1) ?? ''
  if (/[^aeiou]ies$/i.test(last)) return [...words.slice(0, -1), last.replace(/ies$/i, 'y')]
  if (/[^su]s$/i.test(last) && !/(is|data)$/i.test(last)) return [...words.slice(0, -1), last.slice(0, -1)]
  return [...words, 'item']
}
