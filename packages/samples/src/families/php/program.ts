import { php } from '../../languages/php.ts'
import { isStructural } from '../../program/json-text.ts'
import { addressPieces, expression, jsonTextPieces, pairPieces } from '../../program/pieces.ts'
import { type PlainBody, type Plan, titleOf } from '../../program/plan.ts'
import { joinedBy, Program } from '../../program/program.ts'
import { structure, wrap } from '../../program/structure.ts'
import type { JwtAuth } from '../../request/auth.ts'
import { isRequired } from '../../request/input.ts'
import type { JsonTemplate } from '../../request/json.ts'
import { block, type Code, fileText, lines, sections, whole } from '../../writer/lines.ts'

export const TAB = '    '

export const joined = joinedBy(' . ', php.string)

const FIXED = [
  'url',
  'body',
  'curl',
  'client',
  'response',
  'status',
  'reply',
  'token',
  'text',
  'claims',
  'error',
  'headers',
  'part',
  'granted',
  'name',
]

const FAIL = whole(
  'function fail(string $sentence): never',
  '{',
  `${TAB}fwrite(STDERR, $sentence . "\\n");`,
  `${TAB}exit(1);`,
  '}',
)

const SETTING = whole(
  'function setting(string $name, ?string $default = null): string',
  '{',
  `${TAB}$text = getenv($name);`,
  `${TAB}if ($text === false || $text === '') {`,
  `${TAB}${TAB}return $default ?? fail("Set the environment variable $name.");`,
  `${TAB}}`,
  `${TAB}return $text;`,
  '}',
)

/** The variables of a program with the sign that PHP puts before them. */
export class PhpProgram extends Program {
  constructor(plan: Plan) {
    super(plan, php, 'snake', FIXED, joined, '$')
    this.define('fail', FAIL)
    this.define('setting', SETTING)
  }

  url(): string {
    const encode = (variable: string) => `rawurlencode(${variable})`
    const { plan, scope } = this
    const address = addressPieces(plan, scope, encode)
    const query = plan.query.length === 0 ? [] : ['?', ...pairPieces(plan.query, scope, encode)]
    return expression([...address, ...query], joined)
  }

  /** Lines that declare `$body` of text. */
  textBody(body: Exclude<PlainBody, { kind: 'none' | 'multipart' }>): Code {
    switch (body.kind) {
      case 'json': {
        const isStructure = this.plan.options.body === 'structure' && isStructural(body.value, php.number)
        if (!isStructure) return `$body = ${this.#documentText(body)};`
        const flags = 'JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE'
        return wrap(this.structure(body.value), '$body = json_encode(', `, ${flags});`)
      }
      case 'text':
        return `$body = ${this.text(body.text)};`
      case 'form':
        return `$body = ${expression(
          pairPieces(body.fields, this.scope, variable => `rawurlencode(${variable})`),
          joined,
        )};`
      case 'file':
        return `$body = ${this.content(body.input)};`
    }
  }

  content(input: string): string {
    this.define('content', [
      'function content(string $path): string',
      '{',
      `${TAB}$text = @file_get_contents($path);`,
      `${TAB}return $text === false ? fail("The file $path cannot be read.") : $text;`,
      '}',
    ])
    return `content(${this.scope.input(input)})`
  }

  structure(json: JsonTemplate): string[] {
    return structure(json, {
      indent: TAB,
      object: ['[', ']'],
      array: ['[', ']'],
      emptyObject: 'new stdClass()',
      key: name => `${this.text(name)} => `,
      scalar: scalar => {
        switch (scalar.kind) {
          case 'string':
            return this.text(scalar.value)
          case 'number':
            return php.number(scalar.text) ?? scalar.text
          case 'boolean':
            return String(scalar.value)
          case 'null':
            return 'null'
          case 'input':
            return this.#json(scalar.input)
        }
      },
      separator: ',',
      trailing: true,
    })
  }

  file(...parts: readonly Code[]): string {
    return this.script(this.#settings(), ...parts)
  }

  /** A program that takes nothing from the environment unless its parts do. */
  script(...parts: readonly Code[]): string {
    return fileText(
      '<?php',
      '',
      php.comment(titleOf(this.plan)),
      'declare(strict_types=1);',
      '',
      sections(this.imports, ...parts),
      this.functions.map(code => ['', code]),
    )
  }

  #settings(): Code {
    return this.plan.request.inputs.map(input => {
      const name = this.scope.input(input.name)
      const args = [php.string(input.env), ...(isRequired(input) ? [] : [php.string(input.default ?? '')])]
      const read = `setting(${args.join(', ')})`
      if (input === this.plan.timeout) {
        return [
          `${name} = ${read}; // seconds`,
          ...block(
            TAB,
            `if (!is_numeric(${name})) {`,
            `fail(${php.string(`${input.env} must be a number of seconds.`)});`,
            '}',
          ),
        ]
      }
      return input.kind === 'baseUrl' ? `${name} = rtrim(${read}, '/');` : `${name} = ${read};`
    })
  }

  #documentText(body: Extract<PlainBody, { kind: 'json' }>): string {
    const pieces = jsonTextPieces(body, this.scope, {
      quote: template => `json_encode(${this.text(template)}, JSON_THROW_ON_ERROR)`,
      value: input => this.#json(input),
    })
    return expression(pieces, joined)
  }

  #json(input: string): string {
    this.define('json', [
      'function json(string $name, string $text): string',
      '{',
      `${TAB}json_decode($text);`,
      `${TAB}return json_last_error() === JSON_ERROR_NONE ? $text : fail("$name must hold a JSON value, such as 5 or true.");`,
      '}',
    ])
    return `json(${php.string(this.find(input).env)}, ${this.scope.input(input)})`
  }
}

/** Lines that make `$token` of a secret. */
export function jwt(program: PhpProgram, auth: JwtAuth): Code {
  program.define('signed_token', [
    'function signed_token(array $header, array $claims, string $key, string $digest): string',
    '{',
    `${TAB}$encoded = fn (string $data): string => rtrim(strtr(base64_encode($data), '+/', '-_'), '=');`,
    `${TAB}$content = $encoded(json_encode($header)) . '.' . $encoded(json_encode($claims));`,
    `${TAB}return $content . '.' . $encoded(hash_hmac($digest, $content, $key, true));`,
    '}',
  ])
  const has = (name: string) => auth.claims.members.some(member => member.name.length === 1 && member.name[0] === name)
  const secret = program.text(auth.secret)
  const keyId = auth.keyId.length === 0 ? '' : `, 'kid' => ${program.text(auth.keyId)}`
  const key = auth.secretIsBase64 ? `base64_decode(${secret})` : secret
  return lines(
    wrap(auth.claims.members.length === 0 ? ['[]'] : program.structure(auth.claims), '$claims = ', ';'),
    !has('iat') && "$claims['iat'] = time();",
    !has('exp') && "$claims['exp'] = time() + 300;",
    `$token = signed_token(['alg' => '${auth.algorithm}', 'typ' => 'JWT'${keyId}], $claims, ${key}, 'sha${auth.algorithm.slice(2)}');`,
  )
}
