import { lua } from '../../languages/lua.ts'
import { isStructural } from '../../program/json-text.ts'
import { expression, jsonTextPieces, pairPieces } from '../../program/pieces.ts'
import type { PlainBody, Plan } from '../../program/plan.ts'
import { joinedBy, Program } from '../../program/program.ts'
import { structure, wrap } from '../../program/structure.ts'
import type { Part } from '../../request/body.ts'
import { isRequired } from '../../request/input.ts'
import type { JsonTemplate } from '../../request/json.ts'
import { block, type Code } from '../../writer/lines.ts'

export const TAB = '  '

export const joined = joinedBy(' .. ', lua.string)

const FIXED = [
  'call',
  'fail',
  'setting',
  'encoded',
  'value',
  'json',
  'part',
  'content',
  'url',
  'body',
  'boundary',
  'client',
  'headers',
  'chunks',
  'sent',
  'status',
  'text',
  'reply',
  'token',
  'granted',
  'code',
  'decoded',
]

/** A Lua program in the making. */
export class LuaProgram extends Program {
  constructor(plan: Plan) {
    super(plan, lua, 'snake', FIXED, joined)
    this.define('fail', [
      'local function fail(sentence)',
      `${TAB}io.stderr:write(sentence, "\\n")`,
      `${TAB}os.exit(1)`,
      'end',
    ])
    this.define('setting', [
      'local function setting(name, default)',
      `${TAB}local text = os.getenv(name)`,
      `${TAB}if text and text ~= "" then return text end`,
      `${TAB}return default or fail("Set the environment variable " .. name .. ".")`,
      'end',
    ])
  }

  encode(variable: string): string {
    this.define('encoded', [
      '-- What stands for itself in an address: the unreserved characters of RFC 3986.',
      'local function encoded(text)',
      `${TAB}return (text:gsub("[^%w%-._~]", function(byte) return ("%%%02X"):format(byte:byte()) end))`,
      'end',
    ])
    return `encoded(${variable})`
  }

  settings(): Code {
    return this.plan.request.inputs.map(input => {
      const name = this.scope.input(input.name)
      const args = [lua.string(input.env), ...(isRequired(input) ? [] : [lua.string(input.default ?? '')])]
      const read = `setting(${args.join(', ')})`
      if (input === this.plan.timeout) {
        return `local ${name} = tonumber(${read}) or fail(${lua.string(`${input.env} must be a number of seconds.`)})`
      }
      return `local ${name} = ${input.kind === 'baseUrl' ? `${read}:gsub("/+$", "")` : read}`
    })
  }

  /** Lines that declare `body`. */
  body(): Code {
    const { body } = this.plan
    switch (body.kind) {
      case 'none':
        return []
      case 'json': {
        const isStructure =
          this.plan.options.body === 'structure' && !hasEmptyList(body.value) && isStructural(body.value, lua.number)
        return isStructure
          ? wrap(this.#structure(body.value), 'local body = cjson.encode(', ')')
          : `local body = ${this.#documentText(body)}`
      }
      case 'text':
        return `local body = ${this.text(body.text)}`
      case 'form':
        return `local body = ${expression(
          pairPieces(body.fields, this.scope, variable => this.encode(variable)),
          joined,
        )}`
      case 'file':
        return `local body = ${this.#content(body.input)}`
      case 'multipart':
        return this.#multipart(body.parts)
    }
  }

  #structure(json: JsonTemplate): string[] {
    return structure(json, {
      indent: TAB,
      object: ['{', '}'],
      array: ['{', '}'],
      key: name => `[${this.text(name)}] = `,
      scalar: scalar => {
        switch (scalar.kind) {
          case 'string':
            return this.text(scalar.value)
          case 'number':
            return lua.number(scalar.text) ?? scalar.text
          case 'boolean':
            return String(scalar.value)
          case 'null':
            return 'cjson.null'
          case 'input':
            throw new Error('an input that is a whole value travels as text')
        }
      },
      separator: ',',
      trailing: true,
    })
  }

  #documentText(body: Extract<PlainBody, { kind: 'json' }>): string {
    const pieces = jsonTextPieces(body, this.scope, {
      quote: template => `cjson.encode(${this.text(template)})`,
      value: input => {
        this.define('json', [
          'local function json(name, text)',
          `${TAB}if pcall(cjson.decode, text) then return text end`,
          `${TAB}fail(name .. " must hold a JSON value, such as 5 or true.")`,
          'end',
        ])
        return `json(${lua.string(this.find(input).env)}, ${this.scope.input(input)})`
      },
    })
    return expression(pieces, joined)
  }

  #content(input: string): string {
    this.define('content', [
      'local function content(path)',
      `${TAB}local file, reason = io.open(path, "rb")`,
      `${TAB}if not file then fail("The file cannot be read: " .. reason) end`,
      `${TAB}local text = file:read("a")`,
      `${TAB}file:close()`,
      `${TAB}return text`,
      'end',
    ])
    return `content(${this.scope.input(input)})`
  }

  #multipart(parts: readonly Part[]): Code {
    this.define('part', [
      'local function part(boundary, name, content, file_name, type)',
      `${TAB}local function quoted(text) return '"' .. text:gsub('["\\\\]', "\\\\%0") .. '"' end`,
      `${TAB}local head = "--" .. boundary .. "\\r\\nContent-Disposition: form-data; name=" .. quoted(name)`,
      `${TAB}if file_name then head = head .. "; filename=" .. quoted(file_name) end`,
      `${TAB}if type then head = head .. "\\r\\nContent-Type: " .. type end`,
      `${TAB}return head .. "\\r\\n\\r\\n" .. content .. "\\r\\n"`,
      'end',
    ])
    const calls = parts.map(part => {
      const name = this.text(part.name)
      const type = part.contentType === undefined ? undefined : lua.string(part.contentType)
      if (part.kind === 'text') {
        return `part(boundary, ${[name, this.text(part.value), ...(type ? ['nil', type] : [])].join(', ')}),`
      }
      const path = this.scope.input(part.input)
      const fileName = part.fileName === undefined ? `${path}:match("[^/]*$")` : lua.string(part.fileName)
      return `part(boundary, ${name}, ${this.#content(part.input)}, ${fileName}, ${type ?? '"application/octet-stream"'}),`
    })
    return [
      'math.randomseed(os.time())',
      'local boundary = ("%016x%016x"):format(math.random(0), math.random(0))',
      block(TAB, 'local body = table.concat({', [calls, '"--" .. boundary .. "--\\r\\n",'], '})'),
    ]
  }
}

/** An empty table is an empty object to cjson. */
function hasEmptyList(json: JsonTemplate): boolean {
  switch (json.kind) {
    case 'array':
      return json.items.length === 0 || json.items.some(hasEmptyList)
    case 'object':
      return json.members.some(({ value }) => hasEmptyList(value))
    default:
      return false
  }
}
