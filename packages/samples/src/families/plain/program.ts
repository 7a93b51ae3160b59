import { together } from '../../program/headers.ts'
import { isStructural } from '../../program/json-text.ts'
import { expression, jsonTextPieces, type Piece, pairPieces, urlPieces } from '../../program/pieces.ts'
import { contentTypeOf, type Plan } from '../../program/plan.ts'
import { Program } from '../../program/program.ts'
import { structure, wrap } from '../../program/structure.ts'
import { tokenForm } from '../../program/tokens.ts'
import type { Part } from '../../request/body.ts'
import { isRequired } from '../../request/input.ts'
import type { JsonTemplate } from '../../request/json.ts'
import type { Pair } from '../../request/pair.ts'
import { type Template, template } from '../../request/template.ts'
import { type Code, sections } from '../../writer/lines.ts'
import type { Dialect } from './dialect.ts'

/** A plain program in the making; see {@link Dialect}. */
export class PlainProgram extends Program {
  readonly dialect: Dialect

  constructor(plan: Plan, dialect: Dialect) {
    const { language, casing, fixed, functions, text, prefix } = dialect
    super(plan, language, casing, [...fixed, ...Object.keys(functions)], text, prefix)
    this.dialect = dialect
  }

  /** Reads the inputs and sends the request, whose answer is then `answer`. */
  request(): string[] {
    return sections(this.settings(), this.#token(), [this.url(), this.#body()], this.#send())
  }

  paste(pieces: readonly Piece[]): string {
    return expression(pieces, this.dialect.text)
  }

  /** Lines that declare the inputs. */
  settings(): Code {
    const { language, call } = this.dialect
    return this.plan.request.inputs.map(input => {
      const args = [language.string(input.env), ...(isRequired(input) ? [] : [language.string(input.default ?? '')])]
      const reader = input === this.plan.timeout ? 'seconds' : input.kind === 'baseUrl' ? 'address' : 'setting'
      return this.declare(this.scope.input(input.name), [call(reader, args)])
    })
  }

  declare(name: string, value: readonly string[]): Code {
    return this.dialect.declare(name, value)
  }

  /** A variable that the program itself names. */
  own(name: string): string {
    return (this.dialect.prefix ?? '') + name
  }

  readonly #encode = (variable: string): string => this.dialect.call('encode', [variable])

  /** Lines that declare `url`. */
  url(): Code {
    return this.declare(this.own('url'), [this.paste(urlPieces(this.plan, this.scope, this.#encode))])
  }

  /** An expression for a query or a form. */
  pairs(pairs: readonly Pair[]): string {
    return this.paste(pairPieces(pairs, this.scope, this.#encode))
  }

  #basic(username: Template, password: Template): string {
    return this.dialect.call('basic', [this.text(template(username, ':', password))])
  }

  #token(): Code {
    const { auth } = this.plan
    if (auth.kind !== 'oauth2') return []
    const { call, language, list, pair } = this.dialect
    const basic = pair(language.string('Authorization'), this.#basic(auth.clientId, auth.clientSecret))
    const headers = list('headers', auth.clientIn === 'header' ? [basic] : [])
    const form = call('utf8', [this.pairs(tokenForm(auth))])
    const type = language.string('application/x-www-form-urlencoded')
    return [
      this.declare(this.own('tokenHeaders'), headers),
      this.declare(this.own('granted'), [
        call('send', [
          language.string('POST'),
          this.text(auth.tokenUrl),
          this.own('tokenHeaders'),
          this.timeout,
          type,
          form,
        ]),
      ]),
      this.declare(this.own('token'), [call('accessToken', [this.own('granted')])]),
    ]
  }

  /** Lines that declare `body`, the bytes that are sent. */
  #body(): Code {
    const { body } = this.plan
    const { call, list } = this.dialect
    const bytes = (text: readonly string[]) => {
      const [open = '', close = ''] = call('utf8', ['\n']).split('\n')
      return this.declare(this.own('body'), wrap(text, open, close))
    }
    switch (body.kind) {
      case 'none':
        return []
      case 'json':
        return bytes(this.document(body.value))
      case 'text':
        return bytes([this.text(body.text)])
      case 'form':
        return bytes([this.pairs(body.fields)])
      case 'file':
        return this.declare(this.own('body'), [call('content', [this.scope.input(body.input)])])
      case 'multipart':
        return [
          this.declare(this.own('boundary'), [call('newBoundary', [])]),
          this.declare(
            this.own('parts'),
            list(
              'parts',
              body.parts.map(part => this.#part(part)),
            ),
          ),
          this.declare(this.own('body'), [call('multipart', [this.own('boundary'), this.own('parts')])]),
        ]
    }
  }

  #part(part: Part): string {
    const { call, language, words, nothing = words.null } = this.dialect
    const name = this.text(part.name)
    if (part.kind === 'text') {
      const type = part.contentType === undefined ? [] : [nothing, language.string(part.contentType)]
      return call('part', [name, call('utf8', [this.text(part.value)]), ...type])
    }
    const path = this.scope.input(part.input)
    const fileName = part.fileName === undefined ? call('baseName', [path]) : language.string(part.fileName)
    const type = language.string(part.contentType ?? 'application/octet-stream')
    return call('part', [name, call('content', [path]), fileName, type])
  }

  /** An expression for the text of a document. */
  document(json: JsonTemplate): string[] {
    const { call, language, carries = () => true } = this.dialect
    if (this.plan.options.body === 'structure' && isStructural(json, language.number) && carries(json)) {
      const [open = '', close = ''] = call('json', ['\n']).split('\n')
      return wrap(this.#structure(json), open, close)
    }
    const pieces = jsonTextPieces({ kind: 'json', contentType: '', value: json }, this.scope, {
      quote: text => call('json', [this.text(text)]),
      value: input => call('valid', [language.string(this.find(input).env), this.scope.input(input)]),
    })
    return [this.paste(pieces)]
  }

  #structure(json: JsonTemplate): string[] {
    const { language, tab, structure: style, key, words, afterMember } = this.dialect
    return structure(json, {
      ...style,
      indent: tab,
      key: name => key(this.text(name)),
      ...(afterMember === undefined ? {} : { afterMember }),
      scalar: scalar => {
        switch (scalar.kind) {
          case 'string':
            return this.text(scalar.value)
          case 'number':
            return language.number(scalar.text) ?? scalar.text
          case 'boolean':
            return scalar.value ? words.true : words.false
          case 'null':
            return words.null
          case 'input':
            throw new Error(`the input '${scalar.input}' is text in this program`)
        }
      },
    })
  }

  #send(): Code {
    const { plan, dialect } = this
    const { language, list, pair, call, words, nothing = words.null } = dialect
    const { auth, body } = plan
    const headers = together(plan.headers).map(({ name, value }) => pair(language.string(name), this.text(value)))
    const authorization = (value: string) => headers.push(pair(language.string('Authorization'), value))
    if (auth.kind === 'basic') authorization(this.#basic(auth.username, auth.password))
    if (auth.kind === 'oauth2') authorization(this.paste(['Bearer ', { code: this.own('token') }]))
    const type =
      body.kind === 'multipart'
        ? this.paste(['multipart/form-data; boundary=', { code: this.own('boundary') }])
        : language.string(contentTypeOf(body) ?? '')
    const sent = body.kind === 'none' ? [nothing, nothing] : [type, this.own('body')]
    const args = [language.string(plan.request.method), this.own('url'), this.own('headers'), this.timeout, ...sent]
    return [
      this.declare(this.own('headers'), list('headers', headers)),
      this.declare(this.own('answer'), [call('send', args)]),
    ]
  }
}
