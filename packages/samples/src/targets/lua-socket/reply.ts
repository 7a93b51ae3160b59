import { lua } from '../../languages/lua.ts'
import { expression, labelPieces } from '../../program/pieces.ts'
import { type Reader, readValues } from '../../program/reading.ts'
import type { Leaf } from '../../reply/reading.ts'
import { block, type Code, sections, suite } from '../../writer/lines.ts'
import { joined, type LuaProgram, TAB } from './program.ts'

/** Reads the answer, which is in `text`, and shows what was read. */
export function readAnswer(program: LuaProgram): Code {
  const { content } = program.plan.expectation
  switch (content.kind) {
    case 'empty':
      return []
    case 'text':
    case 'unknown':
      return 'print(text)'
    case 'json': {
      const read = readDocument(program)
      return content.mayBeEmpty ? block(TAB, 'if text ~= "" then', read, 'end') : read
    }
  }
}

function readDocument(program: LuaProgram): string[] {
  const { options, values } = program.plan
  return sections(
    ['local decoded, reply = pcall(cjson.decode, text)', 'if not decoded then fail("The answer is not JSON.") end'],
    readValues(values, reader(program), program.scope, 'reply', options.secrets === 'shown'),
  )
}

function reader(program: LuaProgram): Reader {
  const read = (from: string, path: readonly string[], kind: string, absent: boolean) => {
    program.define('value', VALUE)
    return `value(${from}, {${path.map(lua.string).join(', ')}}, "${kind}"${absent ? ', true' : ''})`
  }
  return {
    leaf: (name, from, path, leaf, absent) =>
      `local ${name} = ${read(from, path, kindOf(leaf), absent || leaf.kind === 'null')}`,
    list: (name, from, path, _list, absent) =>
      `local ${name} = ${read(from, path, 'table', absent)}${absent ? ' or {}' : ''}`,
    show: (label, name, leaf, absent) => {
      // Lua counts from 1, JSON's readers from 0.
      const text = expression(
        [...labelPieces(label, variable => `${variable} - 1`), ' = ', { code: shown(name, leaf) }],
        joined,
      )
      const print = `print(${text})`
      return absent || leaf.kind === 'null' ? `if ${name} ~= nil then ${print} end` : print
    },
    each: (list, item, index, isNullable, body) => [
      suite(
        TAB,
        `for ${index}, ${item} in ipairs(${list}) do`,
        isNullable ? block(TAB, `if ${item} ~= cjson.null then`, body, 'end') : body,
      ),
      'end',
    ],
  }
}

function shown(name: string, leaf: Leaf): string {
  switch (leaf.kind) {
    case 'string':
      return name
    case 'integer':
      return `("%.0f"):format(${name})`
    case 'number':
      return `("%.17g"):format(${name})`
    case 'boolean':
      return `tostring(${name})`
    case 'any':
    case 'map':
    case 'null':
      return `cjson.encode(${name})`
  }
}

function kindOf(leaf: Leaf): string {
  switch (leaf.kind) {
    case 'integer':
    case 'number':
      return 'number'
    case 'map':
      return 'table'
    case 'any':
    case 'null':
      return 'any'
    case 'string':
    case 'boolean':
      return leaf.kind
  }
}

const VALUE = [
  '-- What lies at a path of the answer, of the kind that it must be.',
  'local function value(document, path, kind, is_optional)',
  `${TAB}for _, name in ipairs(path) do`,
  `${TAB}${TAB}if type(document) == "table" then document = document[name] else document = nil end`,
  `${TAB}end`,
  `${TAB}if document == cjson.null then document = nil end`,
  `${TAB}if document == nil and is_optional then return nil end`,
  `${TAB}if document ~= nil and (kind == "any" or type(document) == kind) then return document end`,
  `${TAB}fail("The answer has no " .. table.concat(path, ".") .. ", or another kind of it.")`,
  'end',
]
