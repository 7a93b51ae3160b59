import { javascript, propertyKey, templateText } from '../../languages/javascript.ts'
import { isStructural } from '../../program/json-text.ts'
import { addressPieces, expression, type Interpolation, jsonTextPieces } from '../../program/pieces.ts'
import { type PlainBody, type Plan, titleOf } from '../../program/plan.ts'
import { Program } from '../../program/program.ts'
import { type Scalar, structure } from '../../program/structure.ts'
import { isRequired } from '../../request/input.ts'
import type { JsonTemplate } from '../../request/json.ts'
import { fixedText, type Template } from '../../request/template.ts'
import { block, type Code, fileText, sections, whole } from '../../writer/lines.ts'

export const TAB = '  '

export const template: Interpolation = {
  literal: javascript.string,
  combine: pieces =>
    `\`${pieces.map(piece => (typeof piece === 'string' ? templateText(piece) : `\${${piece.code}}`)).join('')}\``,
}

const FIXED = [
  'setting',
  'fail',
  'value',
  'json',
  'url',
  'query',
  'body',
  'form',
  'fields',
  'granted',
  'response',
  'reply',
  'text',
  'token',
  'headers',
  'show',
  'parse',
  'content',
  'sign',
  'signed',
  'error',
  'claims',
  'client',
  'details',
]

/** The text for TypeScript, or else the one for JavaScript. */
type Types = (typed: string, untyped?: string) => string

/** A function of programs, put together once with types and once without. */
export function inBoth(make: (types: Types) => readonly string[]): (typed: boolean) => readonly string[] {
  const [typed, untyped] = [whole(...make(text => text)), whole(...make((_, text = '') => text))]
  return isTyped => (isTyped ? typed : untyped)
}

const setting = inBoth(types => [
  `function setting(${types('name: string, fallback?: string', 'name, fallback')})${types(': string')} {`,
  `${TAB}const text = process.env[name] || fallback`,
  `${TAB}return text ?? fail(\`Set the environment variable \${name}.\`)`,
  '}',
])

const fail = inBoth(types => [
  `function fail(${types('sentence: string', 'sentence')})${types(': never')} {`,
  `${TAB}console.error(sentence)`,
  `${TAB}process.exit(1)`,
  '}',
])

/** A program in JavaScript, or in TypeScript with its types. */
export class JavaScriptProgram extends Program {
  /** Whether types are written. */
  readonly typed: boolean

  constructor(plan: Plan, typed: boolean) {
    super(plan, javascript, 'camel', FIXED, template)
    this.typed = typed
  }

  /** The text for TypeScript, or else the one for JavaScript. */
  types(typed: string, untyped = ''): string {
    return this.typed ? typed : untyped
  }

  /** The address without its query. */
  address(): string {
    return expression(
      addressPieces(this.plan, this.scope, variable => `encodeURIComponent(${variable})`),
      template,
    )
  }

  /** `[name, value]` pairs as a list. */
  pairs(pairs: readonly { readonly name: Template; readonly value: Template }[]): string[] {
    return block(
      TAB,
      '[',
      pairs.map(({ name, value }) => `[${this.text(name)}, ${this.text(value)}],`),
      ']',
    )
  }

  isStructure(json: JsonTemplate): boolean {
    return this.plan.options.body === 'structure' && isStructural(json, javascript.number, { surrogates: true })
  }

  structure(json: JsonTemplate): string[] {
    return structure(json, {
      indent: TAB,
      object: ['{', '}'],
      array: ['[', ']'],
      key: name => {
        const fixed = fixedText(name)
        return fixed === undefined ? `[${this.text(name)}]: ` : `${propertyKey(fixed)}: `
      },
      scalar: scalar => this.#scalar(scalar),
      separator: ',',
      trailing: true,
    })
  }

  /** An expression for the text of a document. */
  documentText(body: Extract<PlainBody, { kind: 'json' }>): string {
    const pieces = jsonTextPieces(body, this.scope, {
      quote: of => `JSON.stringify(${this.text(of)})`,
      value: input => this.#json(input),
    })
    return expression(pieces, template)
  }

  file(...parts: readonly Code[]): string {
    const body = sections(this.#settings(), ...parts)
    return this.#file([setting(this.typed), fail(this.typed), ...this.functions], body)
  }

  /** A program without inputs. */
  script(...parts: readonly Code[]): string {
    return this.#file(this.functions, sections(...parts))
  }

  /** Asks for the function that ends the program; a program with inputs has it anyway. */
  needFail(): void {
    this.define('fail', fail(this.typed))
  }

  #file(functions: readonly (readonly string[])[], body: readonly string[]): string {
    return fileText(
      javascript.comment(titleOf(this.plan)),
      '',
      this.imports,
      this.imports.length > 0 && '',
      body,
      functions.map(code => ['', code]),
    )
  }

  #settings(): Code {
    const { request, timeout } = this.plan
    return request.inputs.map(input => {
      const name = this.scope.input(input.name)
      const args = [
        javascript.string(input.env),
        ...(isRequired(input) ? [] : [javascript.string(input.default ?? '')]),
      ]
      const read = `setting(${args.join(', ')})`
      if (input === timeout) {
        return [
          `const ${name} = Number(${read}) // seconds`,
          `if (!(${name} > 0)) fail(${javascript.string(`${input.env} must be a number of seconds.`)})`,
        ]
      }
      return `const ${name} = ${read}${input.kind === 'baseUrl' ? ".replace(/\\/+$/, '')" : ''}`
    })
  }

  #scalar(json: Scalar): string {
    switch (json.kind) {
      case 'string':
        return this.text(json.value)
      case 'number':
        return javascript.number(json.text) ?? json.text
      case 'boolean':
        return String(json.value)
      case 'null':
        return 'null'
      case 'input':
        return this.#json(json.input)
    }
  }

  /** The JSON that an input holds, as text. */
  #json(name: string): string {
    const { env } = this.find(name)
    this.define('json', [
      `function json(${this.types('name: string, text: string', 'name, text')})${this.types(': string')} {`,
      `${TAB}try {`,
      `${TAB}${TAB}JSON.parse(text)`,
      `${TAB}} catch {`,
      `${TAB}${TAB}fail(\`\${name} must hold a JSON value, such as 5 or true.\`)`,
      `${TAB}}`,
      `${TAB}return text`,
      '}',
    ])
    return `json(${javascript.string(env)}, ${this.scope.input(name)})`
  }
}

/** A condition that is true for a status that is no success, and how the statuses are said. */
export function failure(plan: Plan, status: string, ok: string): { condition: string; expected: string } {
  const { statuses } = plan.expectation
  const [first, ...others] = statuses
  if (first === undefined) return { condition: `!${ok}`, expected: '2xx' }
  if (others.length === 0) return { condition: `${status} !== ${first}`, expected: String(first) }
  return { condition: `![${statuses.join(', ')}].includes(${status})`, expected: statuses.join(' or ') }
}
