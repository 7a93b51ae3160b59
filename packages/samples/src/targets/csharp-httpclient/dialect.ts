import type { Dialect } from '../../families/plain/dialect.ts'
import { csharp } from '../../languages/plain/csharp.ts'
import { wordFor } from '../../program/kinds.ts'
import { joinedBy } from '../../program/program.ts'
import { wrap } from '../../program/structure.ts'
import type { ReadItem } from '../../reply/reading.ts'
import { block } from '../../writer/lines.ts'
import { FUNCTIONS } from './functions.ts'

export const TAB = '    '

export const dialect: Dialect = {
  language: csharp,
  casing: 'camel',
  tab: TAB,
  fixed: ['answer', 'body', 'boundary', 'granted', 'headers', 'parts', 'reply', 'token', 'tokenHeaders', 'url'],
  text: joinedBy(' + ', csharp.string),
  functions: FUNCTIONS,
  call: (name, args) =>
    `${name === 'send' ? 'await ' : ''}${name.charAt(0).toUpperCase()}${name.slice(1)}(${args.join(', ')})`,
  declare: (name, value) => wrap(value, `var ${name} = `, ';'),
  structure: {
    object: ['new JsonObject {', '}'],
    array: ['new JsonArray {', '}'],
    emptyObject: 'new JsonObject()',
    emptyArray: 'new JsonArray()',
    separator: ',',
    trailing: true,
  },
  key: name => `[${name}] = `,
  // There is no node for null, only null instead of one.
  carries: json => json.kind !== 'null',
  words: { true: 'true', false: 'false', null: 'null' },
  list: (of, items) => {
    const type = of === 'headers' ? 'new List<(string Name, string Value)>' : 'new List<byte[]>'
    if (items.length === 0) return [`${type}()`]
    return block(
      TAB,
      `${type} {`,
      items.map(item => `${item},`),
      '}',
    )
  },
  pair: (name, value) => `(${name}, ${value})`,
  answer: { status: 'answer.Status', text: 'answer.Text' },
  failed: { any: 'answer.Status / 100 != 2', and: '&&', not: '!=' },
  when: (condition, body) => block(TAB, `if (${condition}) {`, body, '}'),
  isFilled: text => `${text} != ""`,
  value: (from, path, value, absent) =>
    `${absent ? 'Optional' : 'Value'}${kindOf(value)}(${[from, ...path].join(', ')})`,
  orNone: list => `${list} ?? new JsonArray()`,
  isThere: name => `${name} != null`,
  shown: (name, { kind }) => {
    if (kind === 'boolean') return `(${name} == true ? "true" : "false")`
    return kind === 'string' ? name : `Shown(${name})`
  },
  print: text => `Console.WriteLine(${text});`,
  each: (list, item, index, isNullable, body, value) =>
    block(
      TAB,
      `foreach (var (${index}, node${capital(item)}) in Numbered(${list})) {`,
      [
        isNullable && `if (node${capital(item)} == null) continue;`,
        `var ${item} = ${value.kind === 'record' ? `node${capital(item)}` : `Value${kindOf(value)}(node${capital(item)})`};`,
        body,
      ],
      '}',
    ),
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** An integer is a `BigInteger` where 64 bits may be too few. */
const kindOf = (value: ReadItem): string =>
  wordFor(value, {
    string: 'Text',
    integer: 'Integer',
    bigInteger: 'BigInteger',
    number: 'Number',
    boolean: 'Boolean',
    list: 'List',
    object: 'Object',
    any: 'Node',
  })
