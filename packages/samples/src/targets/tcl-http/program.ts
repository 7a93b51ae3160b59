import { insideQuotes, tcl } from '../../languages/tcl.ts'
import { isStructural } from '../../program/json-text.ts'
import { expression, type Interpolation, jsonTextPieces, pairPieces, urlPieces } from '../../program/pieces.ts'
import { type PlainBody, type Plan, titleOf } from '../../program/plan.ts'
import { Program } from '../../program/program.ts'
import { structure } from '../../program/structure.ts'
import { isRequired } from '../../request/input.ts'
import type { JsonTemplate } from '../../request/json.ts'
import type { Pair } from '../../request/pair.ts'
import { type Code, fileText, sections } from '../../writer/lines.ts'

export const TAB = '    '

/** Variables and commands stand inside the quotes; a name is put in braces where a letter follows. */
export const quoted: Interpolation = {
  literal: tcl.string,
  combine: pieces => {
    const inner = pieces.map((piece, at) => {
      if (typeof piece === 'string') return insideQuotes(piece)
      const next = pieces[at + 1]
      const runsOn = typeof next === 'string' && /^[\w(:]/.test(next)
      return runsOn ? piece.code.replace(/^\$(\w+)$/, '${$1}') : piece.code
    })
    return `"${inner.join('')}"`
  },
}

const FIXED = [
  'answer',
  'body',
  'boundary',
  'claims',
  'data',
  'form',
  'granted',
  'header',
  'headers',
  'meta',
  'problem',
  'reply',
  'separator',
  'status',
  'text',
  'token',
  'url',
]

/** A Tcl program in the making. Its scope gives variables with the `$` before them. */
export class TclProgram extends Program {
  constructor(plan: Plan) {
    super(plan, tcl, 'snake', FIXED, quoted, '$')
    this.define('fail', FAIL)
    this.define('setting', SETTING)
  }

  url(): string {
    return expression(urlPieces(this.plan, this.scope, this.#encode), quoted)
  }

  pairs(pairs: readonly Pair[]): string {
    return expression(pairPieces(pairs, this.scope, this.#encode), quoted)
  }

  /** A word that is the text of a document: put together by commands, or one text. */
  document({ value: json }: Extract<PlainBody, { kind: 'json' }>): string[] {
    if (this.plan.options.body === 'structure' && isStructural(json, tcl.number, { inputs: true })) {
      return this.structure(json)
    }
    const pieces = jsonTextPieces({ kind: 'json', contentType: '', value: json }, this.scope, {
      quote: template => {
        this.import('json::write')
        return `[json::write string ${this.text(template)}]`
      },
      value: input => this.#valid(input),
    })
    return [expression(pieces, quoted)]
  }

  structure(json: JsonTemplate): string[] {
    this.import('json::write')
    return structure(json, {
      indent: TAB,
      object: ['[json::write object \\', ']'],
      array: ['[json::write array \\', ']'],
      emptyObject: '{{}}',
      emptyArray: '{[]}',
      key: name => `${this.text(name)} `,
      scalar: scalar => {
        switch (scalar.kind) {
          case 'string':
            return `[json::write string ${this.text(scalar.value)}]`
          case 'number':
            return scalar.text
          case 'boolean':
            return String(scalar.value)
          case 'null':
            return 'null'
          case 'input':
            return this.#valid(scalar.input)
        }
      },
      separator: ' \\',
      trailing: true,
    })
  }

  content(input: string): string {
    this.define('content', CONTENT)
    return `[content ${this.scope.input(input)}]`
  }

  /** Asks for the command that reads JSON. */
  parse(): void {
    this.import('huddle::json')
    this.define('parse', PARSE)
  }

  file(...parts: readonly Code[]): string {
    return this.script(this.#settings(), ...parts)
  }

  /** A program that takes nothing from the environment unless its parts do. */
  script(...parts: readonly Code[]): string {
    const packages = this.imports.map(name => `package require ${name}`)
    return fileText(tcl.comment(titleOf(this.plan)), '', sections(packages, ...this.functions, ...parts))
  }

  readonly #encode = (variable: string): string => {
    this.define('encode', ENCODE)
    return `[encode ${variable}]`
  }

  /** A command for the JSON that an input holds, checked when the program runs. */
  #valid(input: string): string {
    this.parse()
    this.define('valid', VALID)
    return `[valid ${this.find(input).env} ${this.scope.input(input)}]`
  }

  #settings(): Code {
    return this.plan.request.inputs.map(input => {
      const name = bare(this.scope.input(input.name))
      const args = [input.env, ...(isRequired(input) ? [] : [tcl.string(input.default ?? '')])].join(' ')
      if (input === this.plan.timeout) {
        return [
          `set ${name} [setting ${args}]`,
          `if {![string is double -strict $${name}]} { fail "${input.env} must be a number of seconds." }`,
        ]
      }
      return input.kind === 'baseUrl'
        ? `set ${name} [string trimright [setting ${args}] /]`
        : `set ${name} [setting ${args}]`
    })
  }
}

/** The name of a variable without the `$`, as `set` takes it. */
export function bare(variable: string): string {
  return variable.slice(1)
}

const FAIL = ['proc fail {sentence} {', `${TAB}puts stderr $sentence`, `${TAB}exit 1`, '}']

const SETTING = [
  'proc setting {name args} {',
  `${TAB}if {[info exists ::env($name)] && $::env($name) ne ""} { return $::env($name) }`,
  `${TAB}if {[llength $args] == 0} { fail "Set the environment variable $name." }`,
  `${TAB}return [lindex $args 0]`,
  '}',
]

const ENCODE = [
  'proc encode {text} {',
  `${TAB}set encoded ""`,
  `${TAB}foreach byte [split [encoding convertto utf-8 $text] ""] {`,
  `${TAB}${TAB}if {![string match {[-a-zA-Z0-9._~]} $byte]} { set byte [format %%%02X [scan $byte %c]] }`,
  `${TAB}${TAB}append encoded $byte`,
  `${TAB}}`,
  `${TAB}return $encoded`,
  '}',
]

/** The document is read as the one item of a list, so that nothing may follow it. */
const PARSE = [
  'proc parse {text} {',
  `${TAB}set all [huddle::json2huddle "\\[$text\\n\\]"]`,
  `${TAB}if {[huddle llength $all] != 1} { error "not one document" }`,
  `${TAB}return [huddle get $all 0]`,
  '}',
]

const VALID = [
  'proc valid {name text} {',
  `${TAB}if {[catch {parse $text}]} { fail "$name must hold a JSON value, such as 5 or true." }`,
  `${TAB}return $text`,
  '}',
]

const CONTENT = [
  'proc content {path} {',
  `${TAB}if {[catch {open $path rb} file]} { fail "The file cannot be read: $file" }`,
  `${TAB}set data [read $file]`,
  `${TAB}close $file`,
  `${TAB}return $data`,
  '}',
]
