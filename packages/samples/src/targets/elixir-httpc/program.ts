import { elixir } from '../../languages/elixir.ts'
import { isStructural } from '../../program/json-text.ts'
import { expression, type Interpolation, jsonTextPieces, pairPieces } from '../../program/pieces.ts'
import type { PlainBody, Plan } from '../../program/plan.ts'
import { Program } from '../../program/program.ts'
import { structure, wrap } from '../../program/structure.ts'
import type { Part } from '../../request/body.ts'
import { isRequired } from '../../request/input.ts'
import type { JsonTemplate } from '../../request/json.ts'
import { block, type Code } from '../../writer/lines.ts'

export const TAB = '  '

export const embedded: Interpolation = {
  literal: elixir.string,
  combine: pieces =>
    `"${pieces.map(piece => (typeof piece === 'string' ? elixir.string(piece).slice(1, -1) : `#{${piece.code}}`)).join('')}"`,
}

const FIXED = [
  'url',
  'body',
  'boundary',
  'headers',
  'request',
  'options',
  'status',
  'text',
  'reply',
  'token',
  'granted',
  'claims',
  'reason',
  'milliseconds',
]

/** An Elixir script in the making; its functions are those of a module `Sample`. */
export class ElixirProgram extends Program {
  constructor(plan: Plan) {
    super(plan, elixir, 'snake', FIXED, embedded)
    this.define('fail', ['def fail(sentence) do', `${TAB}IO.puts(:stderr, sentence)`, `${TAB}System.halt(1)`, 'end'])
    this.define('setting', [
      'def setting(name, default \\\\ nil) do',
      `${TAB}case System.get_env(name, "") do`,
      `${TAB}${TAB}"" -> default || fail("Set the environment variable #{name}.")`,
      `${TAB}${TAB}text -> text`,
      `${TAB}end`,
      'end',
    ])
    this.define('number', [
      'def number(name, text) do',
      `${TAB}case Float.parse(text) do`,
      `${TAB}${TAB}{number, ""} -> number`,
      `${TAB}${TAB}_ -> fail("#{name} must be a number of seconds.")`,
      `${TAB}end`,
      'end',
    ])
  }

  encode(variable: string): string {
    return `URI.encode(${variable}, &URI.char_unreserved?/1)`
  }

  settings(): Code {
    return this.plan.request.inputs.map(input => {
      const name = this.scope.input(input.name)
      const env = elixir.string(input.env)
      const read = `Sample.setting(${[env, ...(isRequired(input) ? [] : [elixir.string(input.default ?? '')])].join(', ')})`
      if (input === this.plan.timeout) {
        return [`${name} = Sample.number(${env}, ${read})`, `milliseconds = max(1, round(${name} * 1000))`]
      }
      return `${name} = ${read}${input.kind === 'baseUrl' ? ' |> String.trim_trailing("/")' : ''}`
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
          this.plan.options.body === 'structure' && isStructural(body.value, elixir.number, { inputs: true })
        return isStructure
          ? wrap(this.structure(body.value), 'body = Sample.encode(', ')')
          : `body = ${this.#documentText(body)}`
      }
      case 'text':
        return `body = ${this.text(body.text)}`
      case 'form':
        return `body = ${expression(
          pairPieces(body.fields, this.scope, variable => this.encode(variable)),
          embedded,
        )}`
      case 'file':
        return `body = ${this.#content(body.input)}`
      case 'multipart':
        return this.#multipart(body.parts)
    }
  }

  structure(json: JsonTemplate): string[] {
    this.#encoder()
    return structure(json, {
      indent: TAB,
      object: ['%{', '}'],
      array: ['[', ']'],
      key: name => `${this.text(name)} => `,
      scalar: scalar => {
        switch (scalar.kind) {
          case 'string':
            return this.text(scalar.value)
          case 'number':
            return elixir.number(scalar.text) ?? scalar.text
          case 'boolean':
            return String(scalar.value)
          case 'null':
            return 'nil'
          case 'input':
            return this.#json(scalar.input)
        }
      },
      separator: ',',
      trailing: false,
    })
  }

  #encoder(): void {
    this.define('encode', [
      'def encode(document) do',
      `${TAB}IO.iodata_to_binary(:jiffy.encode(document, [:use_nil]))`,
      'end',
    ])
  }

  /** Asks for the function that reads JSON. */
  decoder(): void {
    this.define('decode', [
      'def decode(text, sentence) do',
      `${TAB}:jiffy.decode(text, [:return_maps, :use_nil])`,
      'rescue',
      `${TAB}_ -> fail(sentence)`,
      'catch',
      `${TAB}_, _ -> fail(sentence)`,
      'end',
    ])
  }

  #documentText(body: Extract<PlainBody, { kind: 'json' }>): string {
    this.#encoder()
    const pieces = jsonTextPieces(body, this.scope, {
      quote: template => `Sample.encode(${this.text(template)})`,
      value: input => `Sample.encode(${this.#json(input)})`,
    })
    return expression(pieces, embedded)
  }

  #json(input: string): string {
    this.decoder()
    const sentence = `${this.find(input).env} must hold a JSON value, such as 5 or true.`
    return `Sample.decode(${this.scope.input(input)}, ${elixir.string(sentence)})`
  }

  #content(input: string): string {
    this.define('content', [
      'def content(path) do',
      `${TAB}case File.read(path) do`,
      `${TAB}${TAB}{:ok, text} -> text`,
      `${TAB}${TAB}{:error, reason} -> fail("The file #{path} cannot be read: #{reason}")`,
      `${TAB}end`,
      'end',
    ])
    return `Sample.content(${this.scope.input(input)})`
  }

  #multipart(parts: readonly Part[]): Code {
    this.define('part', [
      'def part(boundary, name, content, file_name \\\\ nil, type \\\\ nil) do',
      `${TAB}quoted = fn text -> "\\"" <> String.replace(text, ["\\"", "\\\\"], &("\\\\" <> &1)) <> "\\"" end`,
      `${TAB}head = "--#{boundary}\\r\\nContent-Disposition: form-data; name=" <> quoted.(name)`,
      `${TAB}head = if file_name, do: head <> "; filename=" <> quoted.(file_name), else: head`,
      `${TAB}head = if type, do: head <> "\\r\\nContent-Type: " <> type, else: head`,
      `${TAB}head <> "\\r\\n\\r\\n" <> content <> "\\r\\n"`,
      'end',
    ])
    const calls = parts.map(part => {
      const name = this.text(part.name)
      const type = part.contentType === undefined ? undefined : elixir.string(part.contentType)
      if (part.kind === 'text') {
        return `Sample.part(${['boundary', name, this.text(part.value), ...(type ? ['nil', type] : [])].join(', ')}) <>`
      }
      const path = this.scope.input(part.input)
      const fileName = part.fileName === undefined ? `Path.basename(${path})` : elixir.string(part.fileName)
      return `Sample.part(boundary, ${name}, ${this.#content(part.input)}, ${fileName}, ${type ?? '"application/octet-stream"'}) <>`
    })
    return [
      'boundary = Base.encode16(:crypto.strong_rand_bytes(16))',
      block(TAB, 'body =', [calls, '"--#{boundary}--\\r\\n"'], '').slice(0, -1),
    ]
  }
}
