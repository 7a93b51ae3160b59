import type { Dialect } from '../../families/plain/dialect.ts'
import { swift } from '../../languages/plain/swift.ts'
import { isPiece, wordFor } from '../../program/kinds.ts'
import { wrap } from '../../program/structure.ts'
import type { ReadItem } from '../../reply/reading.ts'
import { block } from '../../writer/lines.ts'
import { FUNCTIONS } from './functions.ts'

export const TAB = '    '

export const dialect: Dialect = {
  language: swift,
  casing: 'camel',
  tab: TAB,
  fixed: ['answer', 'body', 'boundary', 'granted', 'headers', 'parts', 'reply', 'token', 'tokenHeaders', 'url'],
  text: {
    literal: swift.string,
    combine: pieces =>
      `"${pieces.map(piece => (typeof piece === 'string' ? swift.string(piece).slice(1, -1) : `\\(${piece.code})`)).join('')}"`,
  },
  functions: FUNCTIONS,
  call: (name, args) => `${name === 'send' ? 'await ' : ''}${name}(${args.join(', ')})`,
  declare: (name, value) => wrap(value, `let ${name} = `),
  structure: {
    object: ['[', '] as [String: Any]'],
    array: ['[', '] as [Any]'],
    emptyObject: '[String: Any]()',
    emptyArray: '[Any]()',
    separator: ',',
    trailing: true,
  },
  key: name => `${name}: `,
  words: { true: 'true', false: 'false', null: 'NSNull()' },
  nothing: 'nil',
  list: (of, items) => {
    const type = of === 'headers' ? '[(String, String)]' : '[Data]'
    if (items.length === 0) return [`${type}()`]
    return block(
      TAB,
      '[',
      items.map(item => `${item},`),
      `] as ${type}`,
    )
  },
  pair: (name, value) => `(${name}, ${value})`,
  answer: { status: 'answer.status', text: 'answer.text' },
  failed: { any: 'answer.status / 100 != 2', and: '&&', not: '!=' },
  when: (condition, body) => block(TAB, `if ${condition} {`, body, '}'),
  isFilled: text => `!${text}.isEmpty`,
  value: (from, path, value, absent) =>
    `${absent ? 'optionalValue' : 'value'}(${from}, [${path.join(', ')}], ${typeOf(value)}.self)`,
  orNone: list => `${list} ?? []`,
  isThere: name => `${name} != nil`,
  sure: name => `${name}!`,
  shown: (name, leaf) => (isPiece(leaf) ? `json(${name})` : name),
  print: text => `print(${text})`,
  each: (list, item, index, isNullable, body, value) =>
    block(
      TAB,
      `for (${index}, ${item}Node) in ${list}.enumerated() {`,
      [
        isNullable && `if ${item}Node is NSNull { continue }`,
        `let ${item} = value(${item}Node, [], ${typeOf(value)}.self)`,
        body,
      ],
      '}',
    ),
}

const typeOf = (value: ReadItem): string =>
  wordFor(value, {
    string: 'String',
    integer: 'Int',
    bigInteger: 'Double',
    number: 'Double',
    boolean: 'Bool',
    list: '[Any]',
    object: '[String: Any]',
    any: 'Any',
  })
