import { ruby } from '../../languages/ruby.ts'
import { isStructural } from '../../program/json-text.ts'
import { expression, type Interpolation, jsonTextPieces, urlPieces } from '../../program/pieces.ts'
import { type PlainBody, type Plan, titleOf } from '../../program/plan.ts'
import { Program } from '../../program/program.ts'
import { structure, wrap } from '../../program/structure.ts'
import type { JwtAuth } from '../../request/auth.ts'
import type { Part } from '../../request/body.ts'
import { isRequired } from '../../request/input.ts'
import type { JsonTemplate } from '../../request/json.ts'
import type { Template } from '../../request/template.ts'
import { block, type Code, fileText, lines, sections } from '../../writer/lines.ts'

export const TAB = '  '

const FIXED = [
  'setting',
  'value',
  'json',
  'uri',
  'url',
  'request',
  'response',
  'body',
  'boundary',
  'part',
  'reply',
  'text',
  'token',
  'content',
  'claims',
  'error',
  'status',
  'connection',
  'limits',
  'granted',
  'http',
  'signed_token',
  'details',
  'fields',
]

export const embedded: Interpolation = {
  literal: ruby.string,
  combine: pieces =>
    `"${pieces.map(piece => (typeof piece === 'string' ? ruby.string(piece).slice(1, -1) : `#{${piece.code}}`)).join('')}"`,
}

export class RubyProgram extends Program {
  constructor(plan: Plan) {
    super(plan, ruby, 'snake', FIXED, embedded)
    this.import('json')
    this.define('setting', [
      'def setting(name, default = nil)',
      `${TAB}text = ENV.fetch(name, "")`,
      `${TAB}return text unless text.empty?`,
      '',
      `${TAB}default || abort("Set the environment variable #{name}.")`,
      'end',
    ])
  }

  url(): string {
    const encode = (variable: string) => {
      this.import('erb')
      return `ERB::Util.url_encode(${variable})`
    }
    return expression(urlPieces(this.plan, this.scope, encode), embedded)
  }

  pairs(pairs: readonly { readonly name: Template; readonly value: Template }[]): string[] {
    return block(
      TAB,
      '[',
      pairs.map(({ name, value }) => `[${this.text(name)}, ${this.text(value)}],`),
      ']',
    )
  }

  /** Lines that declare `body`. */
  body(): Code {
    const { body } = this.plan
    switch (body.kind) {
      case 'none':
        return []
      case 'json': {
        const isStructure =
          this.plan.options.body === 'structure' && isStructural(body.value, ruby.number, { inputs: true })
        return isStructure
          ? wrap(this.structure(body.value), 'body = JSON.generate(', ')')
          : `body = ${this.#documentText(body)}`
      }
      case 'text':
        return `body = ${this.text(body.text)}`
      case 'form':
        this.import('uri')
        return wrap(this.pairs(body.fields), 'body = URI.encode_www_form(', ')')
      case 'file':
        return `body = ${this.content(body.input)}`
      case 'multipart':
        return this.#multipart(body.parts)
    }
  }

  structure(json: JsonTemplate): string[] {
    return structure(json, {
      indent: TAB,
      object: ['{', '}'],
      array: ['[', ']'],
      key: name => `${this.text(name)} => `,
      scalar: scalar => {
        switch (scalar.kind) {
          case 'string':
            return this.text(scalar.value)
          case 'number':
            return ruby.number(scalar.text) ?? scalar.text
          case 'boolean':
            return String(scalar.value)
          case 'null':
            return 'nil'
          case 'input':
            return this.#json(scalar.input)
        }
      },
      separator: ',',
      trailing: true,
    })
  }

  content(input: string): string {
    this.define('content', [
      'def content(path)',
      `${TAB}File.binread(path)`,
      'rescue SystemCallError => error',
      `${TAB}abort("The file cannot be read: #{error.message}")`,
      'end',
    ])
    return `content(${this.scope.input(input)})`
  }

  file(...parts: readonly Code[]): string {
    return this.script(this.#settings(), ...parts)
  }

  /** A program that takes nothing from the environment unless its parts do. */
  script(...parts: readonly Code[]): string {
    return fileText(
      '# frozen_string_literal: true',
      '',
      ruby.comment(titleOf(this.plan)),
      '',
      this.imports.map(name => `require "${name}"`),
      '',
      this.functions.map(code => [code, '']),
      sections(...parts),
    )
  }

  #settings(): Code {
    return this.plan.request.inputs.map(input => {
      const name = this.scope.input(input.name)
      const args = [ruby.string(input.env), ...(isRequired(input) ? [] : [ruby.string(input.default ?? '')])]
      const read = `setting(${args.join(', ')})`
      if (input === this.plan.timeout) {
        return `${name} = Float(${read}, exception: false) || abort(${ruby.string(`${input.env} must be a number of seconds.`)})`
      }
      return `${name} = ${read}${input.kind === 'baseUrl' ? '.chomp("/")' : ''}`
    })
  }

  #documentText(body: Extract<PlainBody, { kind: 'json' }>): string {
    const pieces = jsonTextPieces(body, this.scope, {
      quote: template => `JSON.generate(${this.text(template)})`,
      value: input => `JSON.generate(${this.#json(input)})`,
    })
    return expression(pieces, embedded)
  }

  #json(input: string): string {
    this.define('json', [
      'def json(name, text)',
      `${TAB}JSON.parse(text)`,
      'rescue JSON::ParserError',
      `${TAB}abort("#{name} must hold a JSON value, such as 5 or true.")`,
      'end',
    ])
    return `json(${ruby.string(this.find(input).env)}, ${this.scope.input(input)})`
  }

  #multipart(parts: readonly Part[]): Code {
    this.import('securerandom')
    this.define('part', [
      'def part(boundary, name, content, file_name: nil, type: nil)',
      `${TAB}escape = ->(text) { text.gsub(/["\\\\]/) { |mark| "\\\\#{mark}" } }`,
      `${TAB}head = "--#{boundary}\\r\\nContent-Disposition: form-data; name=\\"#{escape.call(name)}\\""`,
      `${TAB}head += "; filename=\\"#{escape.call(file_name)}\\"" if file_name`,
      `${TAB}head += "\\r\\nContent-Type: #{type}" if type`,
      `${TAB}"#{head}\\r\\n\\r\\n".b + content.b + "\\r\\n".b`,
      'end',
    ])
    const pieces = parts.map(part => {
      const type = part.contentType === undefined ? '' : `, type: ${ruby.string(part.contentType)}`
      const name = this.text(part.name)
      if (part.kind === 'text') return `part(boundary, ${name}, ${this.text(part.value)}${type}),`
      const path = this.scope.input(part.input)
      const fileName = part.fileName === undefined ? `File.basename(${path})` : ruby.string(part.fileName)
      const own = type === '' ? ', type: "application/octet-stream"' : type
      return `part(boundary, ${name}, ${this.content(part.input)}, file_name: ${fileName}${own}),`
    })
    return ['boundary = SecureRandom.hex(16)', block(TAB, 'body = [', pieces, '].join + "--#{boundary}--\\r\\n"')]
  }
}

/** Lines that make `token` of a secret. */
export function jwt(program: RubyProgram, auth: JwtAuth): Code {
  program.import('base64', 'openssl')
  program.define('signed_token', [
    'def signed_token(header, claims, key, digest)',
    `${TAB}encoded = ->(data) { Base64.urlsafe_encode64(data, padding: false) }`,
    `${TAB}content = [header, claims].map { |part| encoded.call(JSON.generate(part)) }.join(".")`,
    `${TAB}"#{content}.#{encoded.call(OpenSSL::HMAC.digest(digest, key, content))}"`,
    'end',
  ])
  const has = (name: string) => auth.claims.members.some(member => member.name.length === 1 && member.name[0] === name)
  const secret = program.text(auth.secret)
  const keyId = auth.keyId.length === 0 ? '' : `, "kid" => ${program.text(auth.keyId)}`
  const key = auth.secretIsBase64 ? `Base64.decode64(${secret})` : secret
  return lines(
    wrap(program.structure(auth.claims), 'claims = '),
    !has('iat') && 'claims["iat"] = Time.now.to_i',
    !has('exp') && 'claims["exp"] = Time.now.to_i + 300',
    `token = signed_token({ "alg" => "${auth.algorithm}", "typ" => "JWT"${keyId} }, claims, ${key}, "SHA${auth.algorithm.slice(2)}")`,
  )
}
