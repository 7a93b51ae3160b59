import { elixir } from '../../languages/elixir.ts'
import { identifier } from '../../languages/naming.ts'
import { isStructural } from '../../program/json-text.ts'
import { expression, type Interpolation, jsonTextPieces, pairPieces, urlPieces } from '../../program/pieces.ts'
import { type PlainBody, type Plan, titleOf } from '../../program/plan.ts'
import { Program } from '../../program/program.ts'
import { structure, wrap } from '../../program/structure.ts'
import { isRequired } from '../../request/input.ts'
import type { JsonTemplate } from '../../request/json.ts'
import type { Pair } from '../../request/pair.ts'
import { block, type Code, fileText, lines, sections } from '../../writer/lines.ts'
import { DECODE, ENCODE } from './json.ts'

export const TAB = '  '

export const interpolated: Interpolation = {
  literal: elixir.string,
  combine: pieces =>
    `"${pieces.map(piece => (typeof piece === 'string' ? elixir.string(piece).slice(1, -1) : `#{${piece.code}}`)).join('')}"`,
}

const FIXED = [
  'body',
  'boundary',
  'claims',
  'form',
  'header',
  'headers',
  'options',
  'parts',
  'received',
  'reply',
  'status',
  'text',
  'timeout_ms',
  'token',
  'url',
]

/** An Elixir program in the making: one module with a function `main`. */
export class ElixirProgram extends Program {
  constructor(plan: Plan) {
    super(plan, elixir, 'snake', FIXED, interpolated)
    this.define('setting', SETTING)
    this.define('fail', FAIL)
  }

  url(): string {
    return expression(urlPieces(this.plan, this.scope, encode), interpolated)
  }

  pairs(pairs: readonly Pair[]): string {
    return expression(pairPieces(pairs, this.scope, encode), interpolated)
  }

  /** Lines that declare a document's text. */
  document(name: string, body: Extract<PlainBody, { kind: 'json' }>): Code {
    const isStructure =
      this.plan.options.body === 'structure' && isStructural(body.value, elixir.number, { inputs: true })
    if (isStructure) return wrap(this.structure(body.value), `${name} = ${this.encoder()}(`, ')')
    const pieces = jsonTextPieces(body, this.scope, {
      quote: template => `${this.encoder()}(${this.text(template)})`,
      value: input => `${this.encoder()}(${this.#typed(input)})`,
    })
    return `${name} = ${expression(pieces, interpolated)}`
  }

  structure(json: JsonTemplate): string[] {
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
            return this.#typed(scalar.input)
        }
      },
      separator: ',',
      trailing: false,
    })
  }

  /** The function that writes JSON. */
  encoder(): string {
    this.define('encode', ENCODE)
    return 'encode'
  }

  /** The function that reads JSON. */
  decoder(): string {
    this.define('decode', DECODE)
    return 'decode'
  }

  content(input: string): string {
    this.define('content', CONTENT)
    return `content(${this.scope.input(input)})`
  }

  file(...parts: readonly Code[]): string {
    const module = identifier([this.plan.options.name], 'pascal')
    const main = block(TAB, 'def main do', sections(this.#settings(), ...parts), 'end')
    return fileText(
      elixir.comment(titleOf(this.plan)),
      block(
        TAB,
        `defmodule ${module} do`,
        sections(
          main,
          this.functions.flatMap((code, at) => (at === 0 ? code : ['', ...code])),
        ),
        'end',
      ),
      '',
      `${module}.main()`,
    )
  }

  /** An expression for the value that an input holds as JSON, checked when the program runs. */
  #typed(input: string): string {
    this.decoder()
    this.define('typed', TYPED)
    return `typed(${elixir.string(this.find(input).env)}, ${this.scope.input(input)})`
  }

  #settings(): Code {
    return this.plan.request.inputs.map(input => {
      const name = this.scope.input(input.name)
      const args = [elixir.string(input.env), ...(isRequired(input) ? [] : [elixir.string(input.default ?? '')])]
      const read = `setting(${args.join(', ')})`
      if (input === this.plan.timeout) {
        this.define('seconds', SECONDS)
        return lines(`${name} = seconds(${elixir.string(input.env)}, ${read})`)
      }
      return input.kind === 'baseUrl' ? `${name} = String.trim_trailing(${read}, "/")` : `${name} = ${read}`
    })
  }
}

function encode(variable: string): string {
  return `URI.encode(${variable}, &URI.char_unreserved?/1)`
}

const SETTING = [
  'defp setting(name, default \\\\ nil) do',
  '  case System.get_env(name) do',
  '    text when text in [nil, ""] -> default || fail("Set the environment variable #{name}.")',
  '    text -> text',
  '  end',
  'end',
]

const FAIL = ['defp fail(sentence) do', '  IO.puts(:stderr, sentence)', '  exit({:shutdown, 1})', 'end']

const SECONDS = [
  'defp seconds(name, text) do',
  '  case Float.parse(text) do',
  '    {seconds, ""} -> seconds',
  '    _ -> fail("#{name} must be a number of seconds.")',
  '  end',
  'end',
]

const TYPED = [
  'defp typed(name, text) do',
  '  case decode(text) do',
  '    {:ok, value} -> value',
  '    :error -> fail("#{name} must hold a JSON value, such as 5 or true.")',
  '  end',
  'end',
]

const CONTENT = [
  'defp content(path) do',
  '  case File.read(path) do',
  '    {:ok, data} -> data',
  '    {:error, reason} -> fail("The file #{path} cannot be read: #{:file.format_error(reason)}")',
  '  end',
  'end',
]
