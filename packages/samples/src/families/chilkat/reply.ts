import { python } from '../../languages/python.ts'
import { isPiece } from '../../program/kinds.ts'
import { expression, labelPieces } from '../../program/pieces.ts'
import { type Reader, readValues } from '../../program/reading.ts'
import type { Leaf, ReadItem } from '../../reply/reading.ts'
import { type Code, sections, suite } from '../../writer/lines.ts'
import { f, failure, type PythonProgram, TAB } from '../python/program.ts'
import type { Dialect } from './dialect.ts'
import { isPlainName } from './document.ts'

/** Checks the status of `response`, reads its JSON by paths and shows what was read. */
export function readAnswer(program: PythonProgram, dialect: Dialect): Code {
  const { content } = program.plan.expectation
  const status = dialect.get('response', 'StatusCode')
  const body = dialect.text('response', 'BodyStr')
  const { condition, expected } = failure(program.plan, 'status')
  const check = [
    `status = ${status}`,
    `if ${condition}:`,
    `${TAB}print(f"The server answered {status}, not ${expected}:", file=sys.stderr)`,
    `${TAB}sys.exit(${program.said(body)})`,
  ]
  if (content.kind === 'empty') return check
  if (content.kind !== 'json') return sections(check, `print(${body})`)
  const read = readDocument(program, dialect, body)
  return sections(check, content.mayBeEmpty ? suite(TAB, `if ${body}:`, read) : read)
}

/** Reads the document whose text an expression gives, and shows what was read. */
export function readDocument(program: PythonProgram, dialect: Dialect, body: string): string[] {
  const { options, values } = program.plan
  const [first] = values
  const isList = first?.path.length === 0 && first.value.kind === 'list'
  if (first?.path.length === 0 && !isList) return single(program, body)
  return sections(
    [
      `reply = ${dialect.create(isList ? 'JsonArray' : 'JsonObject')}`,
      `if not reply.Load(${body}):`,
      `${TAB}sys.exit("The answer is not JSON.")`,
    ],
    readValues(values, reader(program, dialect), program.scope, 'reply', options.secrets === 'shown'),
  )
}

/** An answer that is one value is no document for Chilkat. */
function single(program: PythonProgram, body: string): string[] {
  program.import('import json')
  return [
    'try:',
    `${TAB}reply_value = json.loads(${body})`,
    'except ValueError:',
    `${TAB}sys.exit("The answer is not JSON.")`,
    'if reply_value is not None:',
    `${TAB}print("reply =", reply_value if isinstance(reply_value, str) else json.dumps(reply_value))`,
  ]
}

function reader(program: PythonProgram, dialect: Dialect): Reader {
  const place = (from: string, path: readonly string[]) => placeOf(program, dialect, from, path)
  return {
    leaf: (name, from, path, leaf, absent) => {
      const at = place(from, path)
      program.define('value', VALUE(dialect))
      const optional = absent || leaf.kind === 'null' ? ', optional=True' : ''
      if (isPiece(leaf)) program.define('piece', PIECE(dialect))
      return `${name} = value(${at}, ${isPiece(leaf) ? 'piece' : kindOf(leaf)}${optional})`
    },
    list: (name, from, path, _list, absent) => {
      if (path.length === 0) return `${name} = ${from}`
      program.define('items', ITEMS(dialect))
      return `${name} = items(${place(from, path)}${absent ? ', optional=True' : ''})`
    },
    show: (label, name, leaf, absent) => {
      const print = `print(${expression([...labelPieces(label), ' ='], f)}, ${name})`
      return absent || leaf.kind === 'null' ? suite(TAB, `if ${name} is not None:`, print) : print
    },
    each: (list, item, index, isNullable, body, value) => {
      const size = dialect.get(list, 'Size')
      if (isPiece(value)) program.define('item_piece', ITEM_PIECE(dialect))
      const read = [`${item} = ${itemOf(list, index, value, dialect)}`, body]
      return suite(
        TAB,
        `for ${index} in range(${size}):`,
        isNullable ? suite(TAB, `if ${list}.TypeAt(${index}) != 6:`, read) : read,
      )
    },
  }
}

/** What finds a value: the object and the path in it, or for a name that no path can hold, the object and its number. */
function placeOf(program: PythonProgram, dialect: Dialect, from: string, path: readonly string[]): string {
  if (path.every(isPlainName)) return `${from}, ${python.string(path.join('.'))}`
  program.define('named', NAMED(dialect))
  return `*named(${[from, ...path.map(python.string)].join(', ')})`
}

function kindOf(leaf: Leaf): string {
  switch (leaf.kind) {
    case 'integer':
      return 'int'
    case 'number':
      return 'float'
    case 'boolean':
      return 'bool'
    default:
      return 'str'
  }
}

function itemOf(list: string, index: string, value: ReadItem, dialect: Dialect): string {
  const text = `${list}.${dialect.textMethod('StringAt')}(${index})`
  switch (value.kind) {
    case 'record':
      return `${list}.ObjectAt(${index})`
    case 'list':
      return `${list}.ArrayAt(${index})`
    case 'boolean':
      return `bool(${list}.BoolAt(${index}))`
    case 'integer':
      return `int(${text})`
    case 'number':
      return `float(${text})`
    case 'string':
      return text
    case 'any':
    case 'map':
    case 'null':
      return `item_piece(${list}, ${index})`
  }
}

const NAMED = (dialect: Dialect) => [
  'def named(json, *path):',
  `${TAB}"""Gives a member whose name no path can hold another one, and says where it is now."""`,
  `${TAB}for depth, name in enumerate(path):`,
  `${TAB}${TAB}names = [json.${dialect.textMethod('NameAt')}(number) for number in range(${dialect.get('json', 'Size')})]`,
  `${TAB}${TAB}if name not in names:`,
  `${TAB}${TAB}${TAB}break`,
  `${TAB}${TAB}number = names.index(name)`,
  `${TAB}${TAB}if depth < len(path) - 1:`,
  `${TAB}${TAB}${TAB}json = json.ObjectAt(number)`,
  `${TAB}${TAB}else:`,
  `${TAB}${TAB}${TAB}json.RenameAt(number, f"member{number}")`,
  `${TAB}${TAB}${TAB}return json, f"member{number}"`,
  `${TAB}return json, name`,
]

/** Chilkat's own `IsNullOf` takes the text "null" for null: only the type, 6, tells them apart. */
const VALUE = (dialect: Dialect) => [
  'def value(json, path, kind, optional=False):',
  `${TAB}"""What lies at a path of the answer."""`,
  `${TAB}if json.HasMember(path) and json.JsonTypeOf(path) != 6:`,
  `${TAB}${TAB}if kind is bool:`,
  `${TAB}${TAB}${TAB}return bool(json.BoolOf(path))`,
  `${TAB}${TAB}if kind in (str, int, float):`,
  `${TAB}${TAB}${TAB}return kind(json.${dialect.textMethod('StringOf')}(path))`,
  `${TAB}${TAB}return kind(json, path)`,
  `${TAB}if not optional:`,
  `${TAB}${TAB}sys.exit(f"The answer has no {path}.")`,
]

const ITEMS = (dialect: Dialect) => [
  'def items(json, path, optional=False):',
  `${TAB}"""The list at a path of the answer."""`,
  `${TAB}found = json.ArrayOf(path)`,
  `${TAB}if found is None and not optional:`,
  `${TAB}${TAB}sys.exit(f"The answer has no list {path}.")`,
  `${TAB}return found or ${dialect.create('JsonArray')}`,
]

const PIECE = (dialect: Dialect) => [
  'def piece(json, path):',
  `${TAB}"""The JSON at a path: its types are 1 for text, 3 for an object, 4 for an array."""`,
  `${TAB}kind = json.JsonTypeOf(path)`,
  `${TAB}if kind in (3, 4):`,
  `${TAB}${TAB}part = json.ObjectOf(path) if kind == 3 else json.ArrayOf(path)`,
  `${TAB}${TAB}return part.${dialect.textMethod('Emit')}()`,
  `${TAB}text = json.${dialect.textMethod('StringOf')}(path)`,
  `${TAB}return f'"{text}"' if kind == 1 else text`,
]

const ITEM_PIECE = (dialect: Dialect) => [
  'def item_piece(items, number):',
  `${TAB}"""The JSON of an item: its types are 1 for text, 3 for an object, 4 for an array."""`,
  `${TAB}kind = items.TypeAt(number)`,
  `${TAB}if kind in (3, 4):`,
  `${TAB}${TAB}part = items.ObjectAt(number) if kind == 3 else items.ArrayAt(number)`,
  `${TAB}${TAB}return part.${dialect.textMethod('Emit')}()`,
  `${TAB}text = items.${dialect.textMethod('StringAt')}(number)`,
  `${TAB}return f'"{text}"' if kind == 1 else text`,
]
