import { python } from '../../languages/python.ts'
import { isStructural } from '../../program/json-text.ts'
import { addressPieces, expression, type Interpolation, jsonTextPieces, type Piece } from '../../program/pieces.ts'
import { type PlainBody, type Plan, titleOf } from '../../program/plan.ts'
import { Program } from '../../program/program.ts'
import { type Scalar, structure } from '../../program/structure.ts'
import { isRequired } from '../../request/input.ts'
import type { JsonTemplate } from '../../request/json.ts'
import type { Template } from '../../request/template.ts'
import { block, type Code, fileText, sections, whole } from '../../writer/lines.ts'

const FIXED = [
  'setting',
  'value',
  'typed',
  'url',
  'body',
  'reply',
  'response',
  'token',
  'sign',
  'headers',
  'error',
  'parts',
  'quote',
  'client',
  'details',
  'fields',
]

export const TAB = '    '

export const f: Interpolation = {
  literal: python.string,
  combine: pieces => {
    // Before Python 3.12 no quote of the string may stand inside its braces.
    const isOne = pieces.every(piece => typeof piece === 'string' || !piece.code.includes('"'))
    if (isOne) return `f"${pieces.map(inside).join('')}"`
    return pieces.map(piece => (typeof piece === 'string' ? python.string(piece) : piece.code)).join(' + ')
  },
}

/** A Python program in the making. */
export class PythonProgram extends Program {
  readonly #keepsSurrogates: boolean

  /** `keepsSurrogates`: whether the library escapes what is beyond ASCII when it prints a document. */
  constructor(plan: Plan, taken: readonly string[] = [], keepsSurrogates = true) {
    super(plan, python, 'snake', [...FIXED, ...taken], f)
    this.#keepsSurrogates = keepsSurrogates
  }

  address(): string {
    const encode = (variable: string) => {
      this.import('from urllib.parse import quote')
      return `quote(${variable}, safe='')`
    }
    return expression(addressPieces(this.plan, this.scope, encode), f)
  }

  /** `(name, value)` pairs as a list. */
  pairs(pairs: readonly { readonly name: Template; readonly value: Template }[]): string[] {
    return block(
      TAB,
      '[',
      pairs.map(({ name, value }) => `(${this.text(name)}, ${this.text(value)}),`),
      ']',
    )
  }

  /** The document as dicts and lists, or undefined where text carries it better. */
  document(json: JsonTemplate): string[] | undefined {
    const isWanted = this.plan.options.body === 'structure'
    return isWanted && isStructural(json, python.number, { surrogates: this.#keepsSurrogates, inputs: true })
      ? this.structure(json)
      : undefined
  }

  structure(json: JsonTemplate): string[] {
    return structure(json, {
      indent: TAB,
      object: ['{', '}'],
      array: ['[', ']'],
      key: name => `${this.text(name)}: `,
      scalar: scalar => this.#scalar(scalar),
      separator: ',',
      trailing: true,
    })
  }

  /** An expression for the text of a document. */
  documentText(body: Extract<PlainBody, { kind: 'json' }>): string {
    const pieces = jsonTextPieces(body, this.scope, {
      quote: template => {
        this.import('import json')
        return `json.dumps(${this.text(template)})`
      },
      value: input => {
        this.import('import json')
        return `json.dumps(${this.#typed(input)})`
      },
    })
    return expression(pieces, f)
  }

  /** The program: what it imports and defines, its inputs, and its own sections. */
  file(...parts: readonly Code[]): string {
    this.import('import os')
    this.import('import sys')
    return this.#file([SETTING, ...this.functions], sections(this.#settings(), ...parts))
  }

  /** A program without inputs. */
  script(...parts: readonly Code[]): string {
    return this.#file(this.functions, sections(...parts))
  }

  #file(defined: readonly (readonly string[])[], body: readonly string[]): string {
    const functions = defined.flatMap(code => ['', '', ...code])
    return fileText(
      python.comment(titleOf(this.plan)),
      '',
      importLines(this.imports),
      functions,
      functions.length > 0 ? ['', ''] : '',
      body,
    )
  }

  #settings(): string[] {
    const { timeout, request } = this.plan
    return request.inputs.map(input => {
      const read = [python.string(input.env), ...(isRequired(input) ? [] : [python.string(input.default ?? '')])]
      const name = this.scope.input(input.name)
      if (input === timeout) return `${name} = setting(${[...read, 'kind=float'].join(', ')})  # seconds`
      return `${name} = setting(${read.join(', ')})${input.kind === 'baseUrl' ? '.rstrip("/")' : ''}`
    })
  }

  #scalar(json: Scalar): string {
    switch (json.kind) {
      case 'string':
        return this.text(json.value)
      case 'number':
        return python.number(json.text) ?? json.text
      case 'boolean':
        return json.value ? 'True' : 'False'
      case 'null':
        return 'None'
      case 'input':
        return this.#typed(json.input)
    }
  }

  /** The expression for what a failed answer says: by its fields where those are documented. */
  said(text: string): string {
    return this.explained(text, `details(${text})`, { details: DETAILS, fields: FIELDS }, 'import json')
  }

  /** The value of an input that is more than text, checked when the program runs. */
  #typed(name: string): string {
    const input = this.find(name)
    this.import('import json')
    this.define('typed', [
      'def typed(name, text, *kinds):',
      `${TAB}"""The value of a variable that holds JSON of one of these kinds."""`,
      `${TAB}try:`,
      `${TAB}${TAB}value = json.loads(text)`,
      `${TAB}except ValueError:`,
      `${TAB}${TAB}sys.exit(f"{name} is no JSON: it must hold a number, true, false or the like.")`,
      `${TAB}if type(value) not in kinds:`,
      `${TAB}${TAB}sys.exit(f"{name} must be of another kind: {kinds[0].__name__}.")`,
      `${TAB}return value`,
    ])
    const kinds = { string: 'str', integer: 'int', number: 'float, int', boolean: 'bool', json: JSON_KINDS }
    return `typed(${python.string(input.env)}, ${this.scope.input(name)}, ${kinds[input.type]})`
  }
}

const SETTING = whole(
  'def setting(name, default=None, kind=str):',
  '    text = os.environ.get(name) or default',
  '    if text is None:',
  '        sys.exit(f"Set the environment variable {name}.")',
  '    try:',
  '        return kind(text)',
  '    except ValueError:',
  '        sys.exit(f"{name} must be of the kind {kind.__name__}.")',
)

const DETAILS = whole(
  'def details(text):',
  '    """What a failed answer says, value by value; as it is where it is no JSON."""',
  '    try:',
  '        return "\\n".join(fields(json.loads(text)))',
  '    except ValueError:',
  '        return text',
)

const FIELDS = whole(
  'def fields(value, path=""):',
  '    if isinstance(value, dict):',
  '        for name, part in value.items():',
  '            yield from fields(part, f"{path}.{name}" if path else name)',
  '    elif isinstance(value, list):',
  '        for number, part in enumerate(value):',
  '            yield from fields(part, f"{path or \'reply\'}[{number}]")',
  '    elif value is not None:',
  '        yield f"{path or \'reply\'} = {value if isinstance(value, str) else json.dumps(value)}"',
)

const JSON_KINDS = 'dict, list, str, int, float, bool, type(None)'

function inside(piece: Piece): string {
  if (typeof piece !== 'string') return `{${piece.code}}`
  return python.string(piece).slice(1, -1).replace(/[{}]/g, '$&$&')
}

/** Modules of the language first, then others; each group by name. */
function importLines(imports: readonly string[]): string[] {
  const isForeign = (line: string) => /^(import|from) (requests|httpx|chilkat2?)\b/.test(line)
  const all = [...imports].sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
  return sections(
    all.filter(line => !isForeign(line)),
    all.filter(isForeign),
  )
}

function rank(line: string): string {
  return (line.startsWith('import') ? '0' : '1') + line
}

/** A condition that is true for a status that is no success, and how the statuses are said. */
export function failure(plan: Plan, status: string): { condition: string; expected: string } {
  const { statuses } = plan.expectation
  const [first, ...others] = statuses
  if (first === undefined) return { condition: `not 200 <= ${status} < 300`, expected: '2xx' }
  if (others.length === 0) return { condition: `${status} != ${first}`, expected: `${first}` }
  return { condition: `${status} not in (${statuses.join(', ')})`, expected: statuses.join(' or ') }
}
