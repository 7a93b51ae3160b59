import type { Dialect } from '../../families/plain/dialect.ts'
import { kotlin } from '../../languages/plain/kotlin.ts'
import { isPiece, wordFor } from '../../program/kinds.ts'
import { wrap } from '../../program/structure.ts'
import type { ReadItem } from '../../reply/reading.ts'
import { block } from '../../writer/lines.ts'
import { FUNCTIONS } from './functions.ts'

export const TAB = '    '

export const dialect: Dialect = {
  language: kotlin,
  casing: 'camel',
  tab: TAB,
  fixed: [
    'answer',
    'body',
    'boundary',
    'granted',
    'headers',
    'mapper',
    'parts',
    'reply',
    'token',
    'tokenHeaders',
    'url',
  ],
  text: {
    literal: kotlin.string,
    combine: pieces =>
      `"${pieces.map(piece => (typeof piece === 'string' ? kotlin.string(piece).slice(1, -1) : `\${${piece.code}}`)).join('')}"`,
  },
  functions: FUNCTIONS,
  call: (name, args) => `${name}(${args.join(', ')})`,
  declare: (name, value) => wrap(value, `val ${name} = `),
  structure: {
    object: ['mapOf(', ')'],
    array: ['listOf(', ')'],
    emptyObject: 'mapOf<String, Any>()',
    emptyArray: 'listOf<Any>()',
    separator: ',',
    trailing: true,
  },
  key: name => `${name} to `,
  words: { true: 'true', false: 'false', null: 'null' },
  list: (of, items) => {
    const type = of === 'headers' ? '<Pair<String, String>>' : '<ByteArray>'
    if (items.length === 0) return [`listOf${type}()`]
    return block(
      TAB,
      `listOf${type}(`,
      items.map(item => `${item},`),
      ')',
    )
  },
  pair: (name, value) => `${name} to ${value}`,
  answer: { status: 'answer.status', text: 'answer.text' },
  failed: { any: 'answer.status / 100 != 2', and: '&&', not: '!=' },
  when: (condition, body) => block(TAB, `if (${condition}) {`, body, '}'),
  isFilled: text => `${text} != ""`,
  value: (from, path, value, absent) =>
    `${absent ? 'optionalValue' : 'value'}<${typeOf(value)}>(${[from, ...path].join(', ')})`,
  orNone: list => `${list} ?: listOf<Any?>()`,
  isThere: name => `${name} != null`,
  shown: (name, leaf) => (isPiece(leaf) ? `json(${name})` : name),
  print: text => `println(${text})`,
  each: (list, item, index, isNullable, body, value) =>
    block(
      TAB,
      `for ((${index}, ${item}Node) in ${list}.withIndex()) {`,
      [isNullable && `if (${item}Node == null) continue`, `val ${item} = value<${typeOf(value)}>(${item}Node)`, body],
      '}',
    ),
}

/** A number keeps its digits: `Int`, `Long`, `BigInteger` or `BigDecimal`, as long as it has to be. */
const typeOf = (value: ReadItem): string =>
  wordFor(value, {
    string: 'String',
    integer: 'Number',
    number: 'Number',
    boolean: 'Boolean',
    list: 'List<*>',
    object: 'Map<*, *>',
    any: 'Any',
  })
