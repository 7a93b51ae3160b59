import { lua } from '../../languages/lua.ts'
import { isStructural } from '../../program/json-text.ts'
import { expression, jsonTextPieces, pairPieces, urlPieces } from '../../program/pieces.ts'
import { type PlainBody, type Plan, titleOf } from '../../program/plan.ts'
import { joinedBy, Program } from '../../program/program.ts'
import { structure, wrap } from '../../program/structure.ts'
import { isRequired } from '../../request/input.ts'
import type { JsonTemplate } from '../../request/json.ts'
import type { Pair } from '../../request/pair.ts'
import { block, type Code, fileText, sections } from '../../writer/lines.ts'

export const TAB = '  '

export const joined = joinedBy(' .. ', lua.string)

const FIXED = [
  'body',
  'boundary',
  'claims',
  'content',
  'digest',
  'digest_header',
  'encode',
  'fail',
  'form',
  'header',
  'headers',
  'number',
  'part',
  'parts',
  'received',
  'reply',
  'send',
  'separator',
  'setting',
  'signed_token',
  'status',
  'stop',
  'text',
  'token',
  'url',
  'valid',
  'value',
  'fields',
  'details',
]

/** A Lua program in the making. */
export class LuaProgram extends Program {
  constructor(plan: Plan) {
    super(plan, lua, 'snake', FIXED, joined)
    this.define('fail', FAIL)
    this.define('setting', SETTING)
  }

  url(): string {
    return expression(urlPieces(this.plan, this.scope, this.#encode), joined)
  }

  pairs(pairs: readonly Pair[]): string {
    return expression(pairPieces(pairs, this.scope, this.#encode), joined)
  }

  /** Lines that declare a document's text. */
  document(name: string, body: Extract<PlainBody, { kind: 'json' }>): Code {
    this.import('dkjson')
    const isStructure = this.plan.options.body === 'structure' && isStructural(body.value, lua.number)
    if (isStructure) return wrap(this.structure(body.value), `local ${name} = json.encode(`, ')')
    const pieces = jsonTextPieces(body, this.scope, {
      quote: template => `json.encode(${this.text(template)})`,
      value: input => this.#valid(input),
    })
    return `local ${name} = ${expression(pieces, joined)}`
  }

  /** A document as tables. */
  structure(json: JsonTemplate): string[] {
    return structure(json, {
      indent: TAB,
      object: ['{', '}'],
      array: ['{', '}'],
      emptyObject: 'setmetatable({}, { __jsontype = "object" })',
      key: name =>
        (typeof name[0] === 'string' && isWord(name[0]) && name.length === 1 ? name[0] : `[${this.text(name)}]`) +
        ' = ',
      scalar: scalar => {
        switch (scalar.kind) {
          case 'string':
            return this.text(scalar.value)
          case 'number':
            return lua.number(scalar.text) ?? scalar.text
          case 'boolean':
            return String(scalar.value)
          case 'null':
            return 'json.null'
          case 'input':
            return `json.decode(${this.#valid(scalar.input)}, 1, json.null)`
        }
      },
      separator: ',',
      trailing: true,
    })
  }

  content(input: string): string {
    this.define('content', CONTENT)
    return `content(${this.scope.input(input)})`
  }

  file(...parts: readonly Code[]): string {
    return this.script(this.#settings(), ...parts)
  }

  /** A program that takes nothing from the environment unless its parts do. */
  script(...parts: readonly Code[]): string {
    return fileText(
      lua.comment(titleOf(this.plan)),
      '',
      this.imports.map(name => `local ${MODULES[name] ?? name} = require("${name}")`),
      this.functions.map(code => ['', code]),
      '',
      sections(...parts),
    )
  }

  readonly #encode = (variable: string): string => {
    this.define('encode', ENCODE)
    return `encode(${variable})`
  }

  /** An expression for the JSON that an input holds, checked when the program runs. */
  #valid(input: string): string {
    this.import('dkjson')
    this.define('valid', VALID)
    return `valid(${lua.string(this.find(input).env)}, ${this.scope.input(input)})`
  }

  #settings(): Code {
    return this.plan.request.inputs.map(input => {
      const name = this.scope.input(input.name)
      const args = [lua.string(input.env), ...(isRequired(input) ? [] : [lua.string(input.default ?? '')])].join(', ')
      if (input === this.plan.timeout) {
        const sentence = lua.string(`${input.env} must be a number of seconds.`)
        return `local ${name} = tonumber(setting(${args})) or fail(${sentence})`
      }
      return `local ${name} = setting(${args})${input.kind === 'baseUrl' ? ':gsub("/+$", "")' : ''}`
    })
  }
}

/** The names that these programs give to modules. */
const MODULES: Readonly<Record<string, string>> = {
  dkjson: 'json',
  'openssl.digest': 'digest',
  'openssl.hmac': 'hmac',
  'socket.http': 'http',
  'ssl.https': 'https',
}

/** Whether a text can be a key without brackets. */
function isWord(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text) && !lua.names.reserved.has(text)
}

const FAIL = [...block(TAB, 'local function fail(sentence)', ['io.stderr:write(sentence, "\\n")', 'os.exit(1)'], 'end')]

const SETTING = [
  'local function setting(name, default)',
  '  local text = os.getenv(name)',
  '  if text and text ~= "" then return text end',
  '  return default or fail("Set the environment variable " .. name .. ".")',
  'end',
]

const ENCODE = [
  'local function encode(text)',
  '  return (text:gsub("[^%w%-._~]", function(byte) return ("%%%02X"):format(byte:byte()) end))',
  'end',
]

const VALID = [
  'local function valid(name, text)',
  '  local value, stop = json.decode(text, 1, json.null)',
  '  if value == nil or text:find("%S", stop) then fail(name .. " must hold a JSON value, such as 5 or true.") end',
  '  return text',
  'end',
]

const CONTENT = [
  'local function content(path)',
  '  local file, problem = io.open(path, "rb")',
  '  if not file then fail("The file cannot be read: " .. problem) end',
  '  return file:read("a")',
  'end',
]
