import { cmd, HIDDEN } from '../../languages/windows/cmd.ts'
import { type JsonPiece, jsonPieces } from '../../program/json-text.ts'
import { type Piece, strictlyEncoded } from '../../program/pieces.ts'
import type { Plan } from '../../program/plan.ts'
import type { JsonTemplate } from '../../request/json.ts'
import type { Pair } from '../../request/pair.ts'
import type { Template } from '../../request/template.ts'

/** What curl does to the value of a variable before it stands in an argument. */
type Change = '' | ':url' | ':json'

/** Arguments of curl in which curl itself puts the values of environment variables, so that the prompt never reads them. */
export class CurlArguments {
  readonly #plan: Plan

  constructor(plan: Plan) {
    this.#plan = plan
  }

  /** `--name "text"`, or `--expand-name "text"` with values in it. */
  of(option: string, pieces: readonly Piece[]): string {
    const expands = pieces.some(piece => typeof piece !== 'string')
    const text = pieces.map(piece => {
      if (typeof piece !== 'string') return `{{${piece.code}}}`
      return expands ? piece.replaceAll('{{', '\\{{') : piece
    })
    return `--${expands ? 'expand-' : ''}${option} ${cmd.string(text.join(''))}`
  }

  text(template: Template, change: Change = '', fixed: (text: string) => string = same): Piece[] {
    return template.map(part => (typeof part === 'string' ? fixed(part) : { code: this.#env(part.input) + change }))
  }

  url(): Piece[] {
    const { base, path, query } = this.#plan
    const address = [...this.text(base), ...path.flatMap(segment => ['/', ...this.text(segment, ':url')])]
    return query.length === 0 ? address : [...address, '?', ...this.pairs(query)]
  }

  pairs(pairs: readonly Pair[]): Piece[] {
    const encoded = (template: Template) => this.text(template, ':url', strictlyEncoded)
    return pairs.flatMap(({ name, value }, at) => [at === 0 ? '' : '&', ...encoded(name), '=', ...encoded(value)])
  }

  /** A document on one line: its line ends are between its values, and what is hidden in a text has an escape there. */
  document(json: JsonTemplate): Piece[] {
    return jsonPieces(json).flatMap(piece => this.#documentPieces(piece))
  }

  #documentPieces(piece: JsonPiece): Piece[] {
    switch (piece.kind) {
      case 'text':
        return [shown(piece.text.replace(/\n */g, ' '))]
      case 'string':
        return ['"', ...this.text(piece.value, ':json', text => shown(JSON.stringify(text).slice(1, -1))), '"']
      case 'input':
        return [{ code: this.#env(piece.input) }]
    }
  }

  #env(name: string): string {
    const input = this.#plan.request.inputs.find(one => one.name === name)
    if (input === undefined) throw new Error(`the request declares no input '${name}'`)
    return input.env
  }
}

function shown(json: string): string {
  return json.replace(HIDDEN, mark => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function same(text: string): string {
  return text
}
