import type { Shape } from '../request/shape.ts'

const SHAPES: Readonly<Record<string, Shape>> = {
  string: { kind: 'string' },
  date: { kind: 'string' },
  datetime: { kind: 'string' },
  'date-time': { kind: 'string' },
  uuid: { kind: 'string' },
  uri: { kind: 'string' },
  url: { kind: 'string' },
  email: { kind: 'string' },
  byte: { kind: 'string' },
  binary: { kind: 'string' },
  integer: { kind: 'integer', size: 'safe' },
  int: { kind: 'integer', size: 'safe' },
  int32: { kind: 'integer', size: 'safe' },
  long: { kind: 'integer', size: 'int64' },
  int64: { kind: 'integer', size: 'int64' },
  number: { kind: 'number', size: 'double' },
  float: { kind: 'number', size: 'double' },
  double: { kind: 'number', size: 'double' },
  boolean: { kind: 'boolean' },
  bool: { kind: 'boolean' },
}

/**
 * What a text in a sample means that is no value: converters write `<integer>` for a number, and an apology where a
 * schema was too much for them. Undefined for a text that is one.
 */
export function standIn(text: string): Shape | 'unknown' | undefined {
  if (/^<Error: .*>$/.test(text) || text === '[Circular]' || /^\[object \w+\]$/.test(text)) return 'unknown'
  const type = /^<([\w-]+)>$/.exec(text)?.[1]?.toLowerCase()
  return type === undefined ? undefined : SHAPES[type]
}
