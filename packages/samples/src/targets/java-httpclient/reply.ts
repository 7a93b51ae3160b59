import { java } from '../../languages/java.ts'
import { Names } from '../../languages/naming.ts'
import { isPiece } from '../../program/kinds.ts'
import { expression, labelPieces } from '../../program/pieces.ts'
import { showValues, type TypedReader, typeNames } from '../../program/typed.ts'
import { recordTypes } from '../../reply/read.ts'
import type { Field, ObjectShape, Shape } from '../../request/shape.ts'
import { block, type Code, indent, lines } from '../../writer/lines.ts'
import { type JavaProgram, joined, TAB } from './program.ts'

type FieldNames = ReadonlyMap<Field, string>
type TypeNames = ReadonlyMap<ObjectShape, string>

/** The records of the answer, and the lines that read `text` as them and show what is in it. */
export function readReply(program: JavaProgram): { types: Code; read: Code } {
  const { content } = program.plan.expectation
  switch (content.kind) {
    case 'empty':
      return { types: [], read: [] }
    case 'text':
    case 'unknown':
      return { types: [], read: 'System.out.println(text);' }
    case 'json': {
      program.mapper()
      program.import('com.fasterxml.jackson.core.JsonProcessingException')
      const { shape, records } = recordTypes(content.shape)
      const types = typeNames(records, program.scope)
      const fields: FieldNames = new Map(records.flatMap(({ shape: record }) => fieldNames(record)))
      const showSecrets = program.plan.options.secrets === 'shown'
      const type = typeOf(program, shape, types, true)
      const read = lines(
        'try {',
        indent(TAB, [
          `${type} reply = MAPPER.readValue(text, ${reference(program, shape, type)});`,
          showValues(shape, reader(fields), program.scope, 'reply', showSecrets),
        ]),
        '} catch (JsonProcessingException | NullPointerException error) {',
        `${TAB}fail("The answer is not the JSON that it should be: " + error.getMessage());`,
        '}',
      )
      return {
        types: records.map(({ shape: record }) => [declaration(program, record, types, fields), '']),
        read: content.mayBeEmpty ? block(TAB, 'if (!text.isEmpty()) {', read, '}') : read,
      }
    }
  }
}

function reference(program: JavaProgram, shape: Shape, type: string): string {
  if (shape.kind !== 'list') return `${type}.class`
  program.import('com.fasterxml.jackson.core.type.TypeReference')
  return `new TypeReference<${type}>() {}`
}

function fieldNames(record: ObjectShape): [Field, string][] {
  const names = new Names(java.names)
  return record.fields.map(field => [field, names.take([field.name], 'camel')])
}

function declaration(program: JavaProgram, record: ObjectShape, types: TypeNames, fields: FieldNames): Code {
  const components = record.fields.map(field => {
    const name = fields.get(field) ?? ''
    const type = typeOf(program, field.shape, types, field.optional || field.nullable)
    if (name === field.name) return `${type} ${name}`
    program.import('com.fasterxml.jackson.annotation.JsonProperty')
    return `@JsonProperty(${java.string(field.name)}) ${type} ${name}`
  })
  const all = components.map((component, at) => (at < components.length - 1 ? `${component},` : component))
  return block(TAB, `record ${types.get(record)}(`, all, ') {}')
}

function typeOf(program: JavaProgram, shape: Shape, types: TypeNames, isBoxed: boolean): string {
  switch (shape.kind) {
    case 'object':
      return types.get(shape) ?? 'Object'
    case 'list':
      program.import('java.util.List')
      return `List<${typeOf(program, shape.item, types, true)}>`
    case 'string':
      return 'String'
    case 'boolean':
      return isBoxed ? 'Boolean' : 'boolean'
    case 'integer':
      if (shape.size === 'safe') return isBoxed ? 'Long' : 'long'
      program.import('java.math.BigInteger')
      return 'BigInteger'
    case 'number':
      if (shape.size !== 'decimal') return isBoxed ? 'Double' : 'double'
      program.import('java.math.BigDecimal')
      return 'BigDecimal'
    case 'map':
    case 'any':
    case 'null':
      program.import('com.fasterxml.jackson.databind.JsonNode')
      return 'JsonNode'
  }
}

function reader(fields: FieldNames): TypedReader {
  return {
    field: (from, field) => `${from}.${fields.get(field)}()`,
    present: (value, _words, shape, body) => {
      const isJson = isPiece(shape)
      return block(TAB, `if (${value} != null${isJson ? ` && !${value}.isNull()` : ''}) {`, body(value), '}')
    },
    show: (label, value) =>
      `System.out.println(${expression([...labelPieces(label), ' = ', { code: value }], joined)});`,
    each: (list, item, index, body) =>
      block(
        TAB,
        `for (int ${index} = 0; ${index} < ${list}.size(); ${index}++) {`,
        [`var ${item} = ${list}.get(${index});`, body],
        '}',
      ),
  }
}
