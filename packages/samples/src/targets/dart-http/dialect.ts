import type { Dialect } from '../../families/plain/dialect.ts'
import { dart } from '../../languages/plain/dart.ts'
import { isPiece, wordFor } from '../../program/kinds.ts'
import { joinedBy } from '../../program/program.ts'
import { wrap } from '../../program/structure.ts'
import type { ReadItem } from '../../reply/reading.ts'
import { block } from '../../writer/lines.ts'
import { FUNCTIONS } from './functions.ts'

export const TAB = '  '

export const dialect: Dialect = {
  language: dart,
  casing: 'camel',
  tab: TAB,
  fixed: ['answer', 'body', 'boundary', 'granted', 'headers', 'parts', 'reply', 'token', 'tokenHeaders', 'url'],
  text: joinedBy(' + ', dart.string),
  functions: FUNCTIONS,
  call: (name, args) => `${name === 'send' || name === 'standardInput' ? 'await ' : ''}${name}(${args.join(', ')})`,
  declare: (name, value) => wrap(value, `final ${name} = `, ';'),
  structure: { object: ['{', '}'], array: ['[', ']'], separator: ',', trailing: true },
  key: name => `${name}: `,
  words: { true: 'true', false: 'false', null: 'null' },
  list: (of, items) => {
    const [type, open, close] = of === 'headers' ? ['<String, String>', '{', '}'] : ['<List<int>>', '[', ']']
    if (items.length === 0) return [`${type}${open}${close}`]
    return block(
      TAB,
      type + open,
      items.map(item => `${item},`),
      close ?? '',
    )
  },
  pair: (name, value) => `${name}: ${value}`,
  number: variable => `'\${${variable}}'`,
  answer: { status: 'answer.status', text: 'answer.text' },
  failed: { any: 'answer.status ~/ 100 != 2', and: '&&', not: '!=' },
  when: (condition, body) => block(TAB, `if (${condition}) {`, body, '}'),
  isFilled: text => `${text}.isNotEmpty`,
  value: (from, path, value, absent) =>
    `${absent ? 'optionalValue' : 'value'}<${typeOf(value)}>(${from}, [${path.join(', ')}])`,
  orNone: list => `${list} ?? []`,
  isThere: name => `${name} != null`,
  shown: (name, leaf) => {
    if (leaf.kind === 'string') return name
    return isPiece(leaf) ? `json(${name})` : `'$${name}'`
  },
  print: text => `print(${text});`,
  each: (list, item, index, isNullable, body, value) =>
    block(
      TAB,
      `for (var ${index} = 0; ${index} < ${list}.length; ${index}++) {`,
      [
        isNullable && `if (${list}[${index}] == null) continue;`,
        `final ${item} = value<${typeOf(value)}>(${list}[${index}], []);`,
        body,
      ],
      '}',
    ),
}

const typeOf = (value: ReadItem): string =>
  wordFor(value, {
    string: 'String',
    integer: 'int',
    bigInteger: 'num',
    number: 'num',
    boolean: 'bool',
    list: 'List<dynamic>',
    object: 'Map<String, dynamic>',
    any: 'Object',
  })
