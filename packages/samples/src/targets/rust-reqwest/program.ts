import { rust } from '../../languages/rust.ts'
import { isStructural } from '../../program/json-text.ts'
import { expression, type Interpolation, jsonTextPieces, type Piece, pairPieces } from '../../program/pieces.ts'
import type { PlainBody, Plan } from '../../program/plan.ts'
import { Program } from '../../program/program.ts'
import { structure, wrap } from '../../program/structure.ts'
import type { Part } from '../../request/body.ts'
import { isRequired } from '../../request/input.ts'
import type { JsonTemplate } from '../../request/json.ts'
import { fixedText, onlyInput, type Template } from '../../request/template.ts'
import { type Code, lines } from '../../writer/lines.ts'
import { DETAILS } from './details.ts'
import { fitsMacro } from './macro.ts'

export const TAB = '    '

const FIXED = [
  'setting',
  'fail',
  'encoded',
  'content',
  'json',
  'url',
  'body',
  'form',
  'client',
  'request',
  'response',
  'status',
  'text',
  'reply',
  'token',
  'claims',
  'granted',
  'signed_token',
  'value',
  'error',
  'member',
  'key',
  'details',
  'fields',
]

/** `format!` with the expressions behind the text. */
export const formatted: Interpolation = {
  literal: rust.string,
  combine: pieces => `format!(${formatArguments(pieces)})`,
}

export function formatArguments(pieces: readonly Piece[]): string {
  const text = pieces.map(piece =>
    typeof piece === 'string'
      ? rust
          .string(piece)
          .slice(1, -1)
          .replace(/\\u\{([0-9a-f]+)\}|[{}]/g, brace)
      : '{}',
  )
  const values = pieces.flatMap(piece => (typeof piece === 'string' ? [] : piece.code))
  return [`"${text.join('')}"`, ...values].join(', ')
}

/** A brace of the text is doubled; those of an escape belong to it. */
function brace(found: string): string {
  return found.length > 1 ? found : found + found
}

/** A Rust program in the making. Its crates are noted as it turns out to need them. */
export class RustProgram extends Program {
  readonly crates = new Set<string>()

  constructor(plan: Plan) {
    super(plan, rust, 'snake', FIXED, formatted)
    this.define('setting', [
      'fn setting(name: &str, default: Option<&str>) -> String {',
      `${TAB}match std::env::var(name) {`,
      `${TAB}${TAB}Ok(text) if !text.is_empty() => text,`,
      `${TAB}${TAB}_ => match default {`,
      `${TAB}${TAB}${TAB}Some(text) => text.to_string(),`,
      `${TAB}${TAB}${TAB}None => fail(&format!("Set the environment variable {name}.")),`,
      `${TAB}${TAB}},`,
      `${TAB}}`,
      '}',
    ])
    this.define('fail', [
      'fn fail(sentence: &str) -> ! {',
      `${TAB}eprintln!("{sentence}");`,
      `${TAB}std::process::exit(1)`,
      '}',
    ])
  }

  /** A borrowed text. */
  ref(template: Template): string {
    return fixedText(template) === undefined ? `&${this.text(template)}` : this.text(template)
  }

  /** A text of one's own. */
  owned(template: Template): string {
    if (fixedText(template) !== undefined) return `${this.text(template)}.to_string()`
    return onlyInput(template) === undefined ? this.text(template) : `${this.text(template)}.clone()`
  }

  encode(variable: string): string {
    this.define('encoded', [
      '/// What stands for itself in an address: the unreserved characters of RFC 3986.',
      'fn encoded(text: &str) -> String {',
      `${TAB}text.bytes()`,
      `${TAB}${TAB}.map(|byte| match byte {`,
      `${TAB}${TAB}${TAB}b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),`,
      `${TAB}${TAB}${TAB}_ => format!("%{byte:02X}"),`,
      `${TAB}${TAB}})`,
      `${TAB}${TAB}.collect()`,
      '}',
    ])
    return `encoded(&${variable})`
  }

  settings(): Code {
    return this.plan.request.inputs.map(input => {
      const name = this.scope.input(input.name)
      const read = `setting(${rust.string(input.env)}, ${isRequired(input) ? 'None' : `Some(${rust.string(input.default ?? '')})`})`
      if (input === this.plan.timeout) {
        const sentence = rust.string(`${input.env} must be a number of seconds.`)
        return `let ${name}: f64 = ${read}.parse().unwrap_or_else(|_| fail(${sentence}));`
      }
      return `let ${name} = ${read}${input.kind === 'baseUrl' ? ".trim_end_matches('/').to_string()" : ''};`
    })
  }

  /** Lines that declare what is sent, and the call that adds it to the request. */
  body(): { readonly declared: Code; readonly added: string | undefined } {
    const { body } = this.plan
    switch (body.kind) {
      case 'none':
        return { declared: [], added: undefined }
      case 'json': {
        this.crates.add('serde_json')
        const isCarried = isStructural(body.value, rust.number) && fitsMacro(body.value)
        const isStructure = this.plan.options.body === 'structure' && isCarried
        const declared = isStructure
          ? wrap(this.structure(body.value), 'let body = serde_json::json!(', ').to_string();')
          : `let body = ${asOwned(this.#documentText(body))};`
        return { declared, added: '.body(body)' }
      }
      case 'text':
        return { declared: `let body = ${this.owned(body.text)};`, added: '.body(body)' }
      case 'form': {
        const pairs = pairPieces(body.fields, this.scope, variable => this.encode(variable))
        return { declared: `let body = ${asOwned(expression(pairs, formatted))};`, added: '.body(body)' }
      }
      case 'file':
        return { declared: `let body = ${this.#content(body.input)};`, added: '.body(body)' }
      case 'multipart':
        return { declared: this.#multipart(body.parts), added: '.multipart(form)' }
    }
  }

  structure(json: JsonTemplate): string[] {
    return structure(json, {
      indent: TAB,
      object: ['{', '}'],
      array: ['[', ']'],
      key: name => (fixedText(name) === undefined ? `(${this.text(name)}): ` : `${this.text(name)}: `),
      scalar: scalar => {
        switch (scalar.kind) {
          case 'string':
            return this.ref(scalar.value)
          case 'number':
            return rust.number(scalar.text) ?? scalar.text
          case 'boolean':
            return String(scalar.value)
          case 'null':
            return 'null'
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
      quote: template => `serde_json::json!(${this.ref(template)})`,
      value: input => {
        this.define('json', [
          "fn json<'a>(name: &str, text: &'a str) -> &'a str {",
          `${TAB}match serde_json::from_str::<serde::de::IgnoredAny>(text) {`,
          `${TAB}${TAB}Ok(_) => text,`,
          `${TAB}${TAB}Err(_) => fail(&format!("{name} must hold a JSON value, such as 5 or true.")),`,
          `${TAB}}`,
          '}',
        ])
        this.crates.add('serde')
        return `json(${rust.string(this.find(input).env)}, &${this.scope.input(input)})`
      },
    })
    return expression(pieces, formatted)
  }

  #content(input: string): string {
    this.define('content', [
      'fn content(path: &str) -> Vec<u8> {',
      `${TAB}std::fs::read(path).unwrap_or_else(|error| fail(&format!("The file cannot be read: {error}")))`,
      '}',
    ])
    return `content(&${this.scope.input(input)})`
  }

  /** The argument that gives what a failed answer says: by its fields where those are documented. */
  said(): string {
    if (!this.explainsFailures) return ', text'
    this.crates.add('serde_json')
    this.define('details', DETAILS)
    return ', details(&text)'
  }

  #multipart(parts: readonly Part[]): Code {
    const hasParts = parts.some(part => part.kind === 'file' || part.contentType !== undefined)
    this.import(`reqwest::blocking::multipart::${hasParts ? '{Form, Part}' : 'Form'}`)
    const added = parts.map(part => {
      const name = this.owned(partName(part.name))
      if (part.kind === 'text' && part.contentType === undefined) return `.text(${name}, ${this.owned(part.value)})`
      const type = `.mime_str(${rust.string(part.contentType ?? 'application/octet-stream')}).unwrap()`
      if (part.kind === 'text') return `.part(${name}, Part::text(${this.owned(part.value)})${type})`
      const path = this.scope.input(part.input)
      const fileName = part.fileName === undefined ? this.#baseName(path) : `${rust.string(part.fileName)}`
      return `.part(${name}, Part::bytes(${this.#content(part.input)}).file_name(${fileName})${type})`
    })
    return lines(
      // Otherwise reqwest spells such names in a way that servers do not read.
      `let form = Form::new()${parts.every(({ name }) => isPlainName(name)) ? '' : '.percent_encode_noop()'}`,
      [...added.slice(0, -1), `${added.at(-1) ?? ''};`].map(line => TAB + line),
    )
  }

  #baseName(path: string): string {
    this.define('base_name', [
      'fn base_name(path: &str) -> String {',
      `${TAB}std::path::Path::new(path).file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned())`,
      '}',
    ])
    return `base_name(&${path})`
  }
}

function asOwned(code: string): string {
  return code.startsWith('format!') ? code : `${code}.to_string()`
}

/** As browsers do it: what would end the name is percent-encoded, and nothing else. */
function partName(name: Template): Template {
  return name.map(piece =>
    typeof piece === 'string' ? piece.replaceAll(/["\r\n]/g, mark => encodeURIComponent(mark)) : piece,
  )
}

function isPlainName(name: Template): boolean {
  const fixed = fixedText(name)
  return fixed !== undefined && encodeURIComponent(fixed) === fixed
}
