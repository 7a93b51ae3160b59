import { r } from '../../languages/r.ts'
import { isStructural } from '../../program/json-text.ts'
import { expression, type Interpolation, jsonTextPieces, pairPieces, urlPieces } from '../../program/pieces.ts'
import { type PlainBody, type Plan, titleOf } from '../../program/plan.ts'
import { Program } from '../../program/program.ts'
import { structure, wrap } from '../../program/structure.ts'
import { isRequired } from '../../request/input.ts'
import type { JsonTemplate } from '../../request/json.ts'
import type { Pair } from '../../request/pair.ts'
import { jsonTemplates } from '../../request/parts.ts'
import { type Code, fileText, lines, sections } from '../../writer/lines.ts'

export const TAB = '  '

const pasted: Interpolation = {
  literal: r.string,
  combine: pieces =>
    `paste0(${pieces.map(piece => (typeof piece === 'string' ? r.string(piece) : piece.code)).join(', ')})`,
}

const FIXED = [
  'body',
  'boundary',
  'claims',
  'content',
  'document',
  'fail',
  'header',
  'headers',
  'json',
  'number',
  'part',
  'perform',
  'reply',
  'response',
  'sent',
  'setting',
  'signed_token',
  'status',
  'text',
  'token',
  'token_request',
  'url',
  'valid',
  'value',
  'details',
  'fields',
]

/** A program in R in the making. */
export class RProgram extends Program {
  constructor(plan: Plan) {
    super(plan, r, 'snake', FIXED, pasted)
    this.define('fail', FAIL)
    this.define('setting', SETTING)
  }

  paste(pieces: Parameters<typeof expression>[0]): string {
    return expression(pieces, pasted)
  }

  url(): string {
    return this.paste(urlPieces(this.plan, this.scope, encode))
  }

  pairs(pairs: readonly Pair[]): string {
    return this.paste(pairPieces(pairs, this.scope, encode))
  }

  /** Lines that declare `body`, the text of a document. */
  document({ value }: Extract<PlainBody, { kind: 'json' }>): Code {
    if (this.plan.options.body === 'structure' && isStructural(value, r.number) && isList(value)) {
      return wrap(this.structure(value), `body <- ${this.printer()}(`, ')')
    }
    const pieces = jsonTextPieces({ kind: 'json', contentType: '', value }, this.scope, {
      quote: template => `${this.printer()}(${this.text(template)})`,
      value: input => this.#valid(input),
    })
    return `body <- ${this.paste(pieces)}`
  }

  structure(json: JsonTemplate): string[] {
    return structure(json, {
      indent: TAB,
      object: ['list(', ')'],
      array: ['list(', ')'],
      emptyObject: 'setNames(list(), character())',
      key: ([name]) =>
        typeof name === 'string' && isName(name) ? `${name} = ` : `${this.text(name === undefined ? [] : [name])} = `,
      scalar: scalar => {
        switch (scalar.kind) {
          case 'string':
            return this.text(scalar.value)
          case 'number':
            return r.number(scalar.text) ?? scalar.text
          case 'boolean':
            return scalar.value ? 'TRUE' : 'FALSE'
          case 'null':
            return 'NULL'
          case 'input':
            return `jsonlite::fromJSON(${this.#valid(scalar.input)}, simplifyVector = FALSE)`
        }
      },
      separator: ',',
      trailing: false,
    })
  }

  /** The function that writes JSON: lists of one item stay lists, numbers keep their digits. */
  printer(): string {
    this.define('json', [
      'json <- function(value) {',
      `${TAB}as.character(jsonlite::toJSON(value, auto_unbox = TRUE, digits = NA, null = "null"))`,
      '}',
    ])
    return 'json'
  }

  file(...parts: readonly Code[]): string {
    return this.script(this.#settings(), ...parts)
  }

  /** A program that takes nothing from the environment unless its parts do. */
  script(...parts: readonly Code[]): string {
    return fileText(
      r.comment(titleOf(this.plan)),
      '',
      sections(
        this.imports.map(name => `library(${name})`),
        ...this.functions,
        ...parts,
      ),
    )
  }

  #valid(input: string): string {
    this.define('valid', VALID)
    return `valid(${r.string(this.find(input).env)}, ${this.scope.input(input)})`
  }

  #settings(): Code {
    return this.plan.request.inputs.map(input => {
      const name = this.scope.input(input.name)
      const args = [r.string(input.env), ...(isRequired(input) ? [] : [r.string(input.default ?? '')])].join(', ')
      if (input === this.plan.timeout) {
        const sentence = r.string(`${input.env} must be a number of seconds.`)
        return lines(
          `${name} <- suppressWarnings(as.numeric(setting(${args})))`,
          `if (is.na(${name})) fail(${sentence})`,
        )
      }
      return input.kind === 'baseUrl' ? `${name} <- sub("/+$", "", setting(${args}))` : `${name} <- setting(${args})`
    })
  }
}

function encode(variable: string): string {
  return `curl::curl_escape(${variable})`
}

/** The parser of R takes 50 brackets inside each other. */
const LEVELS_MAX = 40

/** Whether the lists of R carry a document: names are fixed there and not empty, no text has a NUL, and it is not too deep. */
function isList(json: JsonTemplate): boolean {
  const hasNul = jsonTemplates(json).some(text => text.some(part => typeof part === 'string' && part.includes('\0')))
  return !hasNul && hasNames(json) && levels(json) <= LEVELS_MAX
}

function levels(json: JsonTemplate): number {
  const deepest = (all: readonly JsonTemplate[]) => all.reduce((found, one) => Math.max(found, levels(one)), 0)
  if (json.kind === 'array') return 1 + deepest(json.items)
  return json.kind === 'object' ? 1 + deepest(json.members.map(({ value }) => value)) : 0
}

function hasNames(json: JsonTemplate): boolean {
  if (json.kind === 'array') return json.items.every(hasNames)
  if (json.kind !== 'object') return true
  return json.members.every(({ name, value }) => name.length === 1 && typeof name[0] === 'string' && hasNames(value))
}

function isName(text: string): boolean {
  return /^[A-Za-z][\w.]*$/.test(text) && !r.names.reserved.has(text)
}

const FAIL = ['fail <- function(...) {', '  message(...)', '  quit(save = "no", status = 1)', '}']

const SETTING = [
  'setting <- function(name, default = NULL) {',
  '  text <- Sys.getenv(name)',
  '  if (nzchar(text)) return(text)',
  '  if (is.null(default)) fail("Set the environment variable ", name, ".")',
  '  default',
  '}',
]

const VALID = [
  'valid <- function(name, text) {',
  '  if (!jsonlite::validate(text)) fail(name, " must hold a JSON value, such as 5 or true.")',
  '  text',
  '}',
]
