import { Names } from '../../languages/naming.ts'
import { rust } from '../../languages/rust.ts'
import { labelPieces } from '../../program/pieces.ts'
import { showValues, type TypedReader, typeNames } from '../../program/typed.ts'
import { recordTypes } from '../../reply/read.ts'
import type { Field, ObjectShape, Shape } from '../../request/shape.ts'
import { block, type Code, lines } from '../../writer/lines.ts'
import { formatArguments, type RustProgram, TAB } from './program.ts'

type FieldNames = ReadonlyMap<Field, string>
type TypeNames = ReadonlyMap<ObjectShape, string>

/** The types of the answer, and the lines that read `text` as them and show what is in it. */
export function readReply(program: RustProgram): { types: Code; read: Code } {
  const { content } = program.plan.expectation
  switch (content.kind) {
    case 'empty':
      return { types: [], read: [] }
    case 'text':
    case 'unknown':
      return { types: [], read: 'println!("{text}");' }
    case 'json': {
      program.crates.add('serde')
      program.crates.add('serde_json')
      const { shape, records } = recordTypes(content.shape)
      const types = typeNames(records, program.scope)
      const fields: FieldNames = new Map(records.flatMap(({ shape: record }) => fieldNames(record)))
      const showSecrets = program.plan.options.secrets === 'shown'
      if (records.length > 0) program.import('serde::Deserialize')
      const read = [
        `let reply: ${typeOf(shape, types)} = serde_json::from_str(&text)`,
        `${TAB}.unwrap_or_else(|error| fail(&format!("The answer is not the JSON that it should be: {error}")));`,
        showValues(shape, reader(program, fields), program.scope, 'reply', showSecrets),
      ]
      return {
        types: records.map(({ shape: record }) => [declaration(record, types, fields), '']),
        read: content.mayBeEmpty ? block(TAB, 'if !text.is_empty() {', read, '}') : read,
      }
    }
  }
}

function fieldNames(record: ObjectShape): [Field, string][] {
  const names = new Names(rust.names)
  return record.fields.map(field => [field, names.take([field.name], 'snake')])
}

function declaration(record: ObjectShape, types: TypeNames, fields: FieldNames): Code {
  const rows = record.fields.map(field => {
    const name = fields.get(field)
    const type = typeOf(field.shape, types)
    const mayLack = field.optional || field.nullable || field.shape.kind === 'null'
    return [
      name !== field.name && `#[serde(rename = ${rust.string(field.name)})]`,
      `${name}: ${mayLack ? `Option<${type}>` : type},`,
    ]
  })
  const isWhole = record.fields.every(field => !field.secret)
  return [
    '#[derive(Deserialize)]',
    !isWhole && '#[allow(dead_code)]',
    block(TAB, `struct ${types.get(record)} {`, lines(rows), '}'),
  ]
}

/** What no type of the language holds exactly stays the piece of JSON that it is. */
function typeOf(shape: Shape, types: TypeNames): string {
  switch (shape.kind) {
    case 'object':
      return types.get(shape) ?? 'serde_json::Value'
    case 'list': {
      const item = typeOf(shape.item, types)
      return shape.nullableItems || shape.item.kind === 'null' ? `Vec<Option<${item}>>` : `Vec<${item}>`
    }
    case 'string':
      return 'String'
    case 'boolean':
      return 'bool'
    case 'integer':
      return shape.size === 'big' ? RAW : 'i64'
    case 'number':
      return shape.size === 'decimal' ? RAW : 'f64'
    case 'map':
    case 'any':
    case 'null':
      return RAW
  }
}

const RAW = 'Box<serde_json::value::RawValue>'

function reader(program: RustProgram, fields: FieldNames): TypedReader {
  return {
    field: (from, field) => `${from}.${fields.get(field)}`,
    present: (value, words, _shape, body) => {
      const name = program.scope.take(...words)
      return block(TAB, `if let Some(${name}) = &${value} {`, body(name), '}')
    },
    show: (label, value) => `println!(${formatArguments([...labelPieces(label), ' = ', { code: value }])});`,
    each: (list, item, index, body) => block(TAB, `for (${index}, ${item}) in ${list}.iter().enumerate() {`, body, '}'),
  }
}
