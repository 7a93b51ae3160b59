import { cpp } from '../../languages/c.ts'
import { isStructural } from '../../program/json-text.ts'
import { expression, type Interpolation, jsonTextPieces, pairPieces, urlPieces } from '../../program/pieces.ts'
import { type PlainBody, type Plan, titleOf } from '../../program/plan.ts'
import { Program } from '../../program/program.ts'
import { structure, wrap } from '../../program/structure.ts'
import { isRequired } from '../../request/input.ts'
import type { JsonTemplate } from '../../request/json.ts'
import type { Pair } from '../../request/pair.ts'
import { fixedText, type Template } from '../../request/template.ts'
import { type Code, fileText, indent, sections } from '../../writer/lines.ts'

export const TAB = '    '

/** A literal ends at its first NUL unless its length is given. */
export function literal(text: string): string {
  if (!text.includes('\0')) return cpp.string(text)
  return `std::string(${cpp.string(text)}, ${new TextEncoder().encode(text.toWellFormed()).length})`
}

const added: Interpolation = {
  literal,
  combine: pieces => pieces.map(piece => (typeof piece === 'string' ? literal(piece) : piece.code)).join(' + '),
}

const FIXED = [
  'Answer',
  'answer',
  'append',
  'claims',
  'content',
  'encode',
  'encoded',
  'error',
  'fail',
  'find',
  'form',
  'header',
  'headers',
  'mime',
  'optional_value',
  'part',
  'perform',
  'reply',
  'result',
  'seconds',
  'setting',
  'signed_token',
  'token',
  'trimmed',
  'url',
  'valid',
  'value',
  'details',
  'fields',
]

/** A C++ program in the making. */
export class CppProgram extends Program {
  constructor(plan: Plan) {
    super(plan, cpp, 'snake', FIXED, added)
    this.import('cstdlib', 'exception', 'iostream', 'string')
    this.define('fail', FAIL)
    this.define('setting', SETTING)
    this.define('seconds', SECONDS)
  }

  /** An expression for what libcurl takes as `const char *`. */
  chars(template: Template): string {
    const text = this.text(template)
    const isLiteral = fixedText(template) !== undefined && text.startsWith('"')
    return isLiteral ? text : `(${text}).c_str()`
  }

  url(): string {
    return expression(urlPieces(this.plan, this.scope, this.#encode), added)
  }

  pairs(pairs: readonly Pair[]): string {
    return expression(pairPieces(pairs, this.scope, this.#encode), added)
  }

  /** Lines that declare `body`, a document's text. */
  document(body: Extract<PlainBody, { kind: 'json' }>): Code {
    this.import('nlohmann/json.hpp')
    if (this.plan.options.body === 'structure' && isStructural(body.value, cpp.number)) {
      return [
        wrap(this.structure(body.value), 'const json document = ', ';'),
        'const std::string body = document.dump();',
      ]
    }
    const pieces = jsonTextPieces(body, this.scope, {
      quote: template => `json(${this.text(template)}).dump()`,
      value: input => this.#valid(input),
    })
    return `const std::string body = ${expression(pieces, added)};`
  }

  structure(json: JsonTemplate): string[] {
    const whole = structure(json, {
      indent: TAB,
      object: ['json::object({', '})'],
      array: ['json::array({', '})'],
      emptyObject: 'json::object()',
      emptyArray: 'json::array()',
      key: name => `{${this.text(name)}, `,
      afterMember: '}',
      scalar: scalar => {
        switch (scalar.kind) {
          case 'string':
            return this.text(scalar.value)
          case 'number':
            return cpp.number(scalar.text) ?? scalar.text
          case 'boolean':
            return String(scalar.value)
          case 'null':
            return 'nullptr'
          case 'input':
            return `json::parse(${this.#valid(scalar.input)})`
        }
      },
      separator: ',',
      trailing: true,
    })
    return whole
  }

  content(input: string): string {
    this.import('fstream', 'iterator')
    this.define('content', CONTENT)
    return `content(${this.scope.input(input)})`
  }

  file(...parts: readonly Code[]): string {
    return this.script(this.#settings(), ...parts)
  }

  /** A program that takes nothing from the environment unless its parts do. */
  script(...parts: readonly Code[]): string {
    const body = sections(...parts, 'return 0;')
    const libraries = this.imports.filter(name => /[./]/.test(name))
    const standard = this.imports.filter(name => !/[./]/.test(name))
    const include = (name: string) => `#include <${name}>`
    return fileText(
      cpp.comment(titleOf(this.plan)),
      '',
      sections(
        libraries.map(include),
        standard.map(include),
        libraries.includes('nlohmann/json.hpp') && 'using json = nlohmann::ordered_json;',
        ...this.functions,
        [
          'int main() try {',
          indent(TAB, body),
          '} catch (const std::exception& error) {',
          `${TAB}fail(error.what());`,
          '}',
        ],
      ),
    )
  }

  readonly #encode = (variable: string): string => {
    this.define('encode', ENCODE)
    return `encode(${variable})`
  }

  /** An expression for the JSON that an input holds, checked when the program runs. */
  #valid(input: string): string {
    this.define('valid', VALID)
    return `valid(${cpp.string(this.find(input).env)}, ${this.scope.input(input)})`
  }

  #settings(): Code {
    return this.plan.request.inputs.map(input => {
      const name = this.scope.input(input.name)
      const args = [cpp.string(input.env), ...(isRequired(input) ? [] : [cpp.string(input.default ?? '')])].join(', ')
      if (input === this.plan.timeout) return `const double ${name} = seconds(${args});`
      if (input.kind !== 'baseUrl') return `const std::string ${name} = setting(${args});`
      this.define('trimmed', TRIMMED)
      return `const std::string ${name} = trimmed(setting(${args}));`
    })
  }
}

const FAIL = [
  '[[noreturn]] void fail(const std::string& sentence) {',
  `${TAB}std::cerr << sentence << '\\n';`,
  `${TAB}std::exit(1);`,
  '}',
]

const SETTING = [
  'std::string setting(const char* name, const char* fallback = nullptr) {',
  `${TAB}const char* text = std::getenv(name);`,
  `${TAB}if (text != nullptr && *text != '\\0') return text;`,
  `${TAB}if (fallback == nullptr) fail(std::string("Set the environment variable ") + name + ".");`,
  `${TAB}return fallback;`,
  '}',
]

const SECONDS = [
  'double seconds(const char* name, const char* fallback) {',
  `${TAB}const std::string text = setting(name, fallback);`,
  `${TAB}char* end = nullptr;`,
  `${TAB}const double value = std::strtod(text.c_str(), &end);`,
  `${TAB}if (*end != '\\0') fail(std::string(name) + " must be a number of seconds.");`,
  `${TAB}return value;`,
  '}',
]

const TRIMMED = [
  'std::string trimmed(std::string address) {',
  `${TAB}while (!address.empty() && address.back() == '/') address.pop_back();`,
  `${TAB}return address;`,
  '}',
]

const ENCODE = [
  'std::string encode(const std::string& text) {',
  `${TAB}const std::string plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";`,
  `${TAB}std::string encoded;`,
  `${TAB}for (const unsigned char byte : text) {`,
  `${TAB}${TAB}if (plain.find(byte) != std::string::npos) encoded += byte;`,
  `${TAB}${TAB}else encoded += {'%', "0123456789ABCDEF"[byte / 16], "0123456789ABCDEF"[byte % 16]};`,
  `${TAB}}`,
  `${TAB}return encoded;`,
  '}',
]

const VALID = [
  'std::string valid(const char* name, const std::string& text) {',
  `${TAB}if (!json::accept(text)) fail(std::string(name) + " must hold a JSON value, such as 5 or true.");`,
  `${TAB}return text;`,
  '}',
]

const CONTENT = [
  'std::string content(const std::string& path) {',
  `${TAB}std::ifstream file(path, std::ios::binary);`,
  `${TAB}if (!file) fail("The file " + path + " cannot be read.");`,
  `${TAB}return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};`,
  '}',
]
