import { go } from '../../languages/go.ts'
import { Names } from '../../languages/naming.ts'
import { isPiece } from '../../program/kinds.ts'
import { labelPieces } from '../../program/pieces.ts'
import type { Program } from '../../program/program.ts'
import type { Label } from '../../program/reading.ts'
import { showValues, type TypedReader, typeNames } from '../../program/typed.ts'
import { recordTypes } from '../../reply/read.ts'
import type { Field, ObjectShape, Shape } from '../../request/shape.ts'
import { block, type Code, lines, sections } from '../../writer/lines.ts'
import { column } from './align.ts'

/** Go's field for each field of a record. */
type FieldNames = ReadonlyMap<Field, string>

/** The types of the answer, and the lines that read `data` as them and show what is in it. */
export function readReply(program: Program): { types: Code; read: Code } {
  const { content } = program.plan.expectation
  switch (content.kind) {
    case 'empty':
      return { types: [], read: [] }
    case 'text':
    case 'unknown':
      return { types: [], read: 'fmt.Println(string(data))' }
    case 'json': {
      program.import('encoding/json')
      const { shape, records } = recordTypes(content.shape)
      const types = typeNames(records, program.scope)
      const fields: FieldNames = new Map(records.flatMap(({ shape: record }) => fieldNames(record)))
      const showSecrets = program.plan.options.secrets === 'shown'
      const read = [
        `var reply ${typeOf(shape, types)}`,
        block(
          '\t',
          'if err := json.Unmarshal(data, &reply); err != nil {',
          'fail("The answer is not the JSON that it should be: %v", err)',
          '}',
        ),
        showValues(shape, reader(fields), program.scope, 'reply', showSecrets),
      ]
      return {
        types: records.map(({ shape: record }) => [declaration(record, types, fields), '']),
        read: content.mayBeEmpty ? block('\t', 'if len(data) > 0 {', read, '}') : read,
      }
    }
  }
}

function fieldNames(record: ObjectShape): [Field, string][] {
  const names = new Names({ reserved: new Set() })
  return record.fields.map(field => [field, names.take([field.name], 'pascal')])
}

/** What a tag cannot say: it has no escapes, and a comma ends the name. */
function isTaggable(name: string): boolean {
  return /^[\p{L}\p{N}!#$%&()*+./:;<=>?@[\]^_{|}~ -]+$/u.test(name) && name !== '-'
}

function declaration(record: ObjectShape, types: ReadonlyMap<ObjectShape, string>, fields: FieldNames): Code {
  const name = types.get(record)
  const names = column(record.fields.map(field => fields.get(field) ?? ''))
  const kinds = column(record.fields.map(field => fieldType(field, types)))
  const rows = record.fields.map((field, at) => {
    const tag = isTaggable(field.name) ? field.name : '-'
    return `${names[at]} ${kinds[at]} \`json:"${tag}"\``
  })
  const others = record.fields.filter(field => !isTaggable(field.name))
  return sections(block('\t', `type ${name} struct {`, rows, '}'), others.length > 0 && unmarshal(name, others, fields))
}

/** Reads the fields whose names no tag can hold. */
function unmarshal(name: string | undefined, others: readonly Field[], fields: FieldNames): string[] {
  return lines(
    `func (r *${name}) UnmarshalJSON(data []byte) error {`,
    `\ttype plain ${name}`,
    '\tvar all map[string]json.RawMessage',
    '\tif err := json.Unmarshal(data, (*plain)(r)); err != nil {',
    '\t\treturn err',
    '\t}',
    '\tif err := json.Unmarshal(data, &all); err != nil {',
    '\t\treturn err',
    '\t}',
    others.map(field => [
      `\tif part, found := all[${go.string(field.name)}]; found {`,
      `\t\tif err := json.Unmarshal(part, &r.${fields.get(field)}); err != nil {`,
      '\t\t\treturn err',
      '\t\t}',
      '\t}',
    ]),
    '\treturn nil',
    '}',
  )
}

function fieldType(field: Field, types: ReadonlyMap<ObjectShape, string>): string {
  const type = typeOf(field.shape, types)
  return (field.optional || field.nullable) && isPointed(field.shape) ? `*${type}` : type
}

/** What says by itself that there is nothing needs no pointer. */
function isPointed({ kind }: Shape): boolean {
  return kind !== 'list' && kind !== 'map' && kind !== 'any' && kind !== 'null'
}

function typeOf(shape: Shape, types: ReadonlyMap<ObjectShape, string>): string {
  switch (shape.kind) {
    case 'object':
      return types.get(shape) ?? 'any'
    case 'list':
      return `[]${shape.nullableItems && isPointed(shape.item) ? '*' : ''}${typeOf(shape.item, types)}`
    case 'string':
      return 'string'
    case 'boolean':
      return 'bool'
    case 'integer':
      return shape.size === 'big' ? 'json.Number' : 'int64'
    case 'number':
      return shape.size === 'decimal' ? 'json.Number' : 'float64'
    case 'map':
    case 'any':
    case 'null':
      return 'json.RawMessage'
  }
}

function reader(fields: FieldNames): TypedReader {
  return {
    field: (from, field) => `${from}.${fields.get(field)}`,
    present: (value, _words, shape, body) => {
      if (shape.kind === 'list') return body(value)
      if (!isPointed(shape))
        return block('\t', `if len(${value}) > 0 && string(${value}) != "null" {`, body(value), '}')
      return block('\t', `if ${value} != nil {`, body(shape.kind === 'object' ? value : `*${value}`), '}')
    },
    show: (label, value, leaf) => {
      const isJson = isPiece(leaf)
      return printf(label, value, isJson ? '%s' : '%v')
    },
    each: (list, item, index, body) => {
      const isUsed = lines(body).length > 0
      return isUsed && block('\t', `for ${index}, ${item} := range ${list} {`, body, '}')
    },
  }
}

function printf(label: Label, value: string, verb: string): string {
  const pieces = labelPieces(label)
  const format = pieces.map(piece => (typeof piece === 'string' ? piece.replaceAll('%', '%%') : '%d')).join('')
  const numbers = pieces.flatMap(piece => (typeof piece === 'string' ? [] : `, ${piece.code}`)).join('')
  return `fmt.Printf(${go.string(`${format} = ${verb}\n`)}${numbers}, ${value})`
}
