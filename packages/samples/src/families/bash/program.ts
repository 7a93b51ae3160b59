import { bash, insideDoubleQuotes } from '../../languages/bash.ts'
import {
  expression,
  type Interpolation,
  jsonTextPieces,
  type Piece,
  piecesOf,
  urlPieces,
} from '../../program/pieces.ts'
import { type PlainBody, type Plan, titleOf } from '../../program/plan.ts'
import { Program } from '../../program/program.ts'
import { isRequired } from '../../request/input.ts'
import type { Template } from '../../request/template.ts'
import { type Code, fileText, sections } from '../../writer/lines.ts'

export const TAB = '  '

const FIXED = [
  'fail',
  'url',
  'body',
  'reply',
  'response',
  'answer',
  'code',
  'token',
  'encoded',
  'json',
  'value',
  'show',
  'claims',
  'header',
  'work',
  'setting',
  'details',
]

/** Words side by side: literals between quotes of their own, expansions between double quotes. */
export const words: Interpolation = {
  literal: text => (text === '' ? "''" : bash.string(text)),
  combine: pieces => {
    const isPlain = pieces.every(piece => typeof piece !== 'string' || /^[^\p{Cc}\p{Cf}!]*$/u.test(piece))
    if (isPlain)
      return `"${pieces.map(piece => (typeof piece === 'string' ? insideDoubleQuotes(piece) : piece.code)).join('')}"`
    return pieces.map(piece => (typeof piece === 'string' ? bash.string(piece) : `"${piece.code}"`)).join('')
  },
}

/** A word for the pieces; an expansion alone is quoted too. */
export function word(pieces: readonly Piece[]): string {
  const joined = pieces.filter(piece => piece !== '')
  const [only] = joined
  return joined.length === 1 && typeof only === 'object' ? `"${only.code}"` : expression(joined, words)
}

/** A bash script in the making. */
export class BashProgram extends Program {
  readonly #tools: readonly string[]

  /** `tools`: the commands that have to be there. */
  constructor(plan: Plan, tools: readonly string[]) {
    super(plan, bash, 'snake', FIXED, words)
    this.#tools = tools
    this.define('fail', ['fail() {', `${TAB}printf '%s\\n' "$1" >&2`, `${TAB}exit 1`, '}'])
  }

  /** `${variable}`, which may stand before any letter. */
  variable(name: string): string {
    return `\${${this.scope.input(name)}}`
  }

  override text(template: Template): string {
    return word(piecesOf(template, this.scope, variable => `\${${variable}}`))
  }

  url(): string {
    return word(
      urlPieces(
        this.plan,
        this.scope,
        variable => this.encoded(variable),
        variable => `\${${variable}}`,
      ),
    )
  }

  /** An expansion that percent-encodes a variable. */
  encoded(variable: string): string {
    this.define('encoded', ['encoded() {', `${TAB}jq -rn --arg value "$1" '$value | @uri'`, '}'])
    return `$(encoded "\${${variable}}")`
  }

  /** A word for the text of a document. */
  documentText(body: Extract<PlainBody, { kind: 'json' }>): string {
    const pieces = jsonTextPieces(body, this.scope, {
      quote: template => {
        this.define('json', ['json() {', `${TAB}jq -n --arg value "$1" '$value'`, '}'])
        return `$(json ${this.text(template)})`
      },
      value: input => {
        const { env } = this.find(input)
        this.define('value', [
          'value() {',
          `${TAB}jq -e . >/dev/null 2>&1 <<<"$2 []" || { printf '%s\\n' "$1 must hold a JSON value, such as 5 or true." >&2; return 1; }`,
          `${TAB}printf '%s' "$2"`,
          '}',
        ])
        return `$(value ${env} "${this.variable(input)}")`
      },
    })
    return word(pieces)
  }

  file(...parts: readonly Code[]): string {
    return this.script(this.#settings(), ...parts)
  }

  /** A program that takes nothing from the environment unless its parts do. */
  script(...parts: readonly Code[]): string {
    const needs = this.#tools.map(tool => `command -v ${tool} >/dev/null || fail 'This script needs ${tool}.'`)
    const body = sections(needs, ...parts)
    return fileText(
      '#!/usr/bin/env bash',
      bash.comment(titleOf(this.plan)),
      'set -euo pipefail',
      '',
      this.functions.map(code => [code, '']),
      body,
    )
  }

  #settings(): Code {
    return this.plan.request.inputs.map(input => {
      const name = this.scope.input(input.name)
      const read = isRequired(input)
        ? [`${name}=\${${input.env}:-}`, `[[ -n $${name} ]] || fail 'Set the environment variable ${input.env}.'`]
        : [input.default === '' ? `${name}=\${${input.env}:-}` : defaulted(name, input.env, input.default ?? '')]
      return [read, input.kind === 'baseUrl' && `${name}=\${${name}%/}`]
    })
  }
}

function defaulted(name: string, env: string, value: string): Code {
  if (/^[\w@%+=:,./-]+$/.test(value)) return `${name}=\${${env}:-${value}}`
  return [`${name}=\${${env}:-}`, `[[ -n $${name} ]] || ${name}=${bash.string(value)}`]
}

/** A condition that is true for a status that is no success, and how the statuses are said. */
export function failure({ expectation: { statuses } }: Plan): { condition: string; expected: string } {
  if (statuses.length === 0) return { condition: '[[ $code != 2?? ]]', expected: '2xx' }
  if (statuses.length === 1) return { condition: `[[ $code != ${statuses[0]} ]]`, expected: `${statuses[0]}` }
  return { condition: `[[ ! $code =~ ^(${statuses.join('|')})$ ]]`, expected: statuses.join(' or ') }
}
