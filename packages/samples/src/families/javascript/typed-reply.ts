import { javascript, propertyAccess } from '../../languages/javascript.ts'
import { isPiece } from '../../program/kinds.ts'
import { showValues, type TypedReader, typeNames } from '../../program/typed.ts'
import { recordTypes } from '../../reply/read.ts'
import type { Field, ObjectShape, Shape } from '../../request/shape.ts'
import { block, type Code, sections } from '../../writer/lines.ts'
import { type JavaScriptProgram, TAB } from './program.ts'
import { defineParse, labelText } from './reply.ts'

/** Declares the types of the answer, reads `reply` as them and shows what is in it. */
export function readTyped(program: JavaScriptProgram): Code {
  const { expectation, options } = program.plan
  if (expectation.content.kind !== 'json') return []
  const { shape, records } = recordTypes(expectation.content.shape)
  const names = typeNames(records, program.scope)
  defineParse(program, hasBigIntegers(shape))
  const shown = showValues(shape, reader, program.scope, 'reply', options.secrets === 'shown')
  if (records.length > 0)
    program.define('types', sections(...records.map(({ shape: record }) => declaration(record, names))))
  return sections(`const reply = parse(text) as ${typeOf(shape, names)}`, [
    'try {',
    block(TAB, '', shown, '').slice(1, -1),
    '} catch (error) {',
    // What is said of an answer may be wrong: then a field is read of nothing.
    `${TAB}fail(\`The answer is not what was documented: \${error}\`)`,
    '}',
  ])
}

function declaration(record: ObjectShape, names: ReadonlyMap<ObjectShape, string>): string[] {
  const fields = record.fields.map(field => {
    // A line that begins with an operator would be read by some as going on with the line before.
    const isBare = /^(?!(?:in|instanceof)$)[A-Za-z_$][\w$]*$/.test(field.name)
    const key = isBare ? field.name : javascript.string(field.name)
    return `${key}${field.optional ? '?' : ''}: ${typeOf(field.shape, names)}${field.nullable && field.shape.kind !== 'null' ? ' | null' : ''}`
  })
  return block(TAB, `interface ${names.get(record)} {`, fields, '}')
}

function typeOf(shape: Shape, names: ReadonlyMap<ObjectShape, string>): string {
  switch (shape.kind) {
    case 'object':
      return names.get(shape) ?? 'object'
    case 'list': {
      const item = typeOf(shape.item, names) + (shape.nullableItems && shape.item.kind !== 'null' ? ' | null' : '')
      return item.includes('|') ? `(${item})[]` : `${item}[]`
    }
    case 'map':
      return `Record<string, ${typeOf(shape.value, names)}${shape.nullableValues ? ' | null' : ''}>`
    case 'integer':
      return shape.size === 'safe' ? 'number' : 'number | bigint'
    case 'any':
      return 'unknown'
    default:
      return shape.kind
  }
}

function hasBigIntegers(shape: Shape): boolean {
  switch (shape.kind) {
    case 'integer':
      return shape.size !== 'safe'
    case 'object':
      return shape.fields.some(field => hasBigIntegers(field.shape))
    case 'list':
      return hasBigIntegers(shape.item)
    default:
      return false
  }
}

const reader: TypedReader = {
  field: (from: string, field: Field) => from + propertyAccess(field.name),
  present: (value, _words, _shape, body) =>
    block(TAB, `if (${value} !== undefined && ${value} !== null) {`, body(value), '}'),
  show: (label, value, leaf) => {
    const isJson = isPiece(leaf)
    return `console.log(${labelText(label, isJson ? `JSON.stringify(${value})` : value)})`
  },
  each: (list, item, index, body) => block(TAB, `for (const [${index}, ${item}] of ${list}.entries()) {`, body, '}'),
}
