import { lua } from '../../languages/lua.ts'
import { answerCode } from '../../program/answer.ts'
import { wordFor } from '../../program/kinds.ts'
import { expression, labelPieces } from '../../program/pieces.ts'
import { type Reader, readValues } from '../../program/reading.ts'
import type { Leaf } from '../../reply/reading.ts'
import { block, type Code, sections } from '../../writer/lines.ts'
import { joined, type LuaProgram, TAB } from './program.ts'

/** More than so many locals are too many for a function of Lua, which holds 200. */
const LOCALS_MAX = 120

/** Checks `status`, reads the answer, which is in `text`, and shows what was read. */
export function readAnswer(program: LuaProgram): Code {
  const { plan } = program
  const failed = program.failed('status', { any: 'status // 100 ~= 2', and: 'and', not: '~=' })
  const said = program.explained('text', 'details(text)', { fields: FIELDS, details: DETAILS }, 'dkjson')
  const sentence = `"The server answered " .. status .. ", not ${program.expected}:\\n" .. ${said}`
  return answerCode(plan, {
    check: block(TAB, `if ${failed} then`, `fail(${sentence})`, 'end'),
    print: 'print(text)',
    read: () => readDocument(program),
    filled: read => block(TAB, 'if text ~= "" then', read, 'end'),
  })
}

const FIELDS = `local function fields(value, path, found)
  if type(value) ~= "table" then
    found[#found + 1] = (path == "" and "reply" or path) .. " = " .. tostring(value)
    return
  end
  local names = {}
  for name in pairs(value) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do
    local own = path == "" and name or path .. "." .. name
    if type(name) == "number" then own = string.format("%s[%d]", path == "" and "reply" or path, name - 1) end
    fields(value[name], own, found)
  end
end`.split('\n')

const DETAILS = `-- What a failed answer says, value by value; as it is where it is no JSON.
local function details(text)
  local value, stop = json.decode(text)
  if value == nil or text:find("%S", stop) then return text end
  local found = {}
  fields(value, "", found)
  return table.concat(found, "\\n")
end`.split('\n')

/** Reads the document that is in `text`. */
export function readDocument(program: LuaProgram): string[] {
  const { options, values } = program.plan
  program.import('dkjson')
  return sections(
    [
      'local reply, stop = json.decode(text, 1, json.null)',
      'if reply == nil or text:find("%S", stop) then fail("The answer is not JSON.") end',
    ],
    readValues(values, reader(program), program.scope, 'reply', options.secrets === 'shown'),
  )
}

function reader(program: LuaProgram): Reader {
  const declare = program.plan.values.length > LOCALS_MAX ? '' : 'local '
  const read = (from: string, kind: string, path: readonly string[], absent: boolean) => {
    program.define('value', VALUE)
    const names = path.length === 0 ? '{}' : `{ ${path.map(lua.string).join(', ')} }`
    return `value(${from}, "${kind}", ${names}${absent ? ', true' : ''})`
  }
  return {
    leaf: (name, from, path, leaf, absent) =>
      `${declare}${name} = ${read(from, kindOf(leaf), path, absent || leaf.kind === 'null')}`,
    list: (name, from, path, _list, absent) =>
      `${declare}${name} = ${read(from, 'table', path, absent)}${absent ? ' or {}' : ''}`,
    show: (label, name, leaf, absent) => {
      const place = expression([...labelPieces(label, variable => `(${variable} - 1)`), ' = '], joined)
      const print = `print(${place} .. ${shown(program, name, leaf)})`
      return absent || leaf.kind === 'null' ? `if ${name} ~= nil then ${print} end` : print
    },
    each: (list, item, index, isNullable, body) =>
      block(
        TAB,
        `for ${index}, ${item} in ipairs(${list}) do`,
        isNullable ? block(TAB, `if ${item} ~= json.null then`, body, 'end') : body,
        'end',
      ),
  }
}

function shown(program: LuaProgram, name: string, leaf: Leaf): string {
  switch (leaf.kind) {
    case 'string':
      return name
    case 'integer':
      if (leaf.size !== 'big') return name
      program.define('number', NUMBER)
      return `number(${name})`
    case 'boolean':
      return `tostring(${name})`
    case 'number':
      program.define('number', NUMBER)
      return `number(${name})`
    case 'any':
    case 'map':
    case 'null':
      return `json.encode(${name})`
  }
}

const kindOf = (leaf: Leaf): string =>
  wordFor(leaf, {
    string: 'string',
    integer: 'number',
    number: 'number',
    boolean: 'boolean',
    object: 'table',
    any: 'any',
  })

const VALUE = [
  '-- What lies at a path of the answer, of the kind that it must be.',
  'local function value(document, kind, path, optional)',
  '  for _, name in ipairs(path) do',
  '    if type(document) ~= "table" then document = json.null end',
  '    document = document[name]',
  '  end',
  '  if document == json.null then document = nil end',
  '  if document == nil and optional then return nil end',
  '  if document == nil or (kind ~= "any" and type(document) ~= kind) then',
  '    fail("The answer has no " .. table.concat(path, ".") .. ", or another kind of it.")',
  '  end',
  '  return document',
  'end',
]

/** `tostring` alone gives 14 digits. */
const NUMBER = [
  'local function number(value)',
  '  local short = tostring(value)',
  '  return tonumber(short) == value and short or ("%.17g"):format(value)',
  'end',
]
