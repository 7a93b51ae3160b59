import type { Input, InputKind, InputType } from '../request/input.ts'
import type { JsonTemplate } from '../request/json.ts'
import { type JsonDialect, parseJson } from '../request/parse-json.ts'
import { ReadError } from '../request/read-error.ts'
import { type InputReference, type Template, template } from '../request/template.ts'
import { isSecretName } from '../request/words.ts'
import { dynamicValue } from './dynamic-variables.ts'
import { environmentNames } from './environment.ts'
import type { RawVariable } from './raw.ts'

type Draft = Omit<Input, 'env'>

/** A value of several kinds is of the first of these. */
const RANKS: readonly InputKind[] = ['secret', 'file', 'baseUrl', 'credential', 'path', 'timeout', 'variable']

const TIMEOUT_SECONDS = '30'

/** Gathers the inputs of one request while its texts are read. */
export class Inputs {
  readonly #variables: ReadonlyMap<string, RawVariable>
  /** Values that whoever reads the source gives; they come before those of the source. */
  readonly #given: Readonly<Record<string, string>>
  readonly #drafts = new Map<string, Draft>()
  readonly #notes = new Set<string>()

  constructor(variables: readonly RawVariable[], given: Readonly<Record<string, string>>) {
    this.#variables = new Map(variables.map(variable => [variable.name, variable]))
    this.#given = given
  }

  /** The text with its `{{name}}` as inputs; those whose values are made of others are taken apart. */
  text(raw: string, kind: InputKind = 'variable'): Template {
    return this.#expand(raw, kind, [])
  }

  #expand(raw: string, kind: InputKind, within: readonly string[]): Template {
    if (!raw.includes('{{')) return template(raw)
    return template(
      ...raw.split(/\{\{([^{}]*)\}\}/).map((part, index) => {
        if (index % 2 === 0) return part
        const name = part.trim()
        const value = this.valueOf(name)
        const isMade = value !== undefined && isTemplate(value) && !within.includes(name)
        return isMade ? this.#expand(value, kind, [...within, name]) : this.use(name, { kind })
      }),
    )
  }

  /** What is known of a variable's value: given, or from the source. */
  valueOf(name: string): string | undefined {
    return this.#given[name] ?? nonEmpty(this.#variables.get(name)?.value)
  }

  /** Refers to an input by its name in the source, and adds what this place knows of it. */
  use(name: string, place: Partial<Omit<Draft, 'name'>>): InputReference {
    const key = name === '' ? 'value' : name
    const known = this.#drafts.get(key)
    this.#drafts.set(key, known === undefined ? this.#draft(key, place) : merged(known, place))
    return { input: key }
  }

  #draft(name: string, { kind = 'variable', ...place }: Partial<Omit<Draft, 'name'>>): Draft {
    const { example, description } = this.#variables.get(name) ?? {}
    const value = this.valueOf(name) ?? place.default ?? this.#dynamic(name)
    return {
      name,
      kind: kind !== 'file' && kind !== 'baseUrl' && isSecretName(name) ? 'secret' : kind,
      type: place.type ?? 'string',
      ...withoutEmpty({
        default: value === undefined || isTemplate(value) ? undefined : value,
        example: nonEmpty(example) ?? place.example,
        description: nonEmpty(description) ?? place.description,
      }),
    }
  }

  #dynamic(name: string): string | undefined {
    if (!name.startsWith('$')) return undefined
    this.note(`{{${name}}} is made anew for each request in Postman; here it is an input.`)
    return dynamicValue(name)
  }

  /** A text that a program cannot make up when it runs, such as the name of a header: values are filled in here. */
  known(raw: string): string {
    return this.text(raw)
      .map(part => {
        if (typeof part === 'string') return part
        const value = this.valueOf(part.input) ?? this.#drafts.get(part.input)?.default
        if (value === undefined)
          this.note(`'${raw}' is taken without the value of '${part.input}', which is not known.`)
        return value ?? ''
      })
      .join('')
  }

  /** How placeholders in JSON are read: what stands alone has the type of its known value. */
  readonly jsonDialect: JsonDialect = {
    lenient: true,
    text: text => this.text(text),
    value: name => this.#jsonValue(name),
  }

  /** The document that a text is, with its placeholders; undefined where it is none. */
  json(text: string): JsonTemplate | undefined {
    try {
      return parseJson(text, this.jsonDialect)
    } catch (error) {
      if (error instanceof ReadError) return undefined
      throw error
    }
  }

  #jsonValue(name: string): JsonTemplate {
    const value = this.valueOf(name)
    if (value !== undefined && isTemplate(value))
      return parseJson(value, { lenient: true, text: text => this.text(text) })
    return { kind: 'input', ...this.use(name, { type: typeOf(value ?? this.#dynamic(name)) }) }
  }

  /** A name that no input has yet. */
  free(wanted: string): string {
    let name = wanted
    for (let count = 2; this.#drafts.has(name); count += 1) name = `${wanted}${count}`
    return name
  }

  note(sentence: string): void {
    this.#notes.add(sentence)
  }

  get notes(): string[] {
    return [...this.#notes]
  }

  /** The inputs of these names in their order, and the timeout. Secrets have no default: a program is shown to others. */
  list(names: readonly string[], timeoutSeconds = TIMEOUT_SECONDS): Input[] {
    const used = names.flatMap(name => this.#drafts.get(name) ?? [])
    const taken = new Set(names)
    const timeout: Draft = {
      name: ['timeout', 'requestTimeout', 'answerTimeout'].find(name => !taken.has(name)) ?? '$timeout',
      kind: 'timeout',
      type: 'number',
      default: this.#given.timeout ?? timeoutSeconds,
    }
    const drafts = [...used, timeout]
    const variables = environmentNames(drafts)
    return drafts.map(({ name, kind, default: value, ...rest }, index) => ({
      name,
      env: variables[index] ?? '',
      kind,
      ...rest,
      ...withoutEmpty({ default: defaultOf(kind, value) }),
    }))
  }
}

function defaultOf(kind: InputKind, value: string | undefined): string | undefined {
  if (kind === 'secret' || value === undefined) return undefined
  return kind === 'baseUrl' ? withScheme(value.replace(/\/+$/, '')) : value
}

/** As in Postman, an address that does not say is spoken to by HTTP. */
const withScheme = (address: string) => (/^[a-z][\w+.-]*:\/\//i.test(address) ? address : `http://${address}`)

function typeOf(value: string | undefined): InputType {
  if (value === undefined) return 'json'
  if (/^-?(?:0|[1-9]\d*)$/.test(value)) return 'integer'
  if (/^(?:true|false)$/.test(value)) return 'boolean'
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value) ? 'number' : 'json'
}

function merged(known: Draft, { kind = 'variable', type, ...place }: Partial<Draft>): Draft {
  const isHigher = RANKS.indexOf(kind) < RANKS.indexOf(known.kind)
  return { ...place, ...known, kind: isHigher ? kind : known.kind, type: strictest(known.type, type) }
}

/** A value that stands alone in a document somewhere must be one that can. */
function strictest(known: InputType, type: InputType | undefined): InputType {
  return known === 'string' ? (type ?? known) : known
}

/** Whether a text has `{{name}}` in it. */
export function isTemplate(text: string): boolean {
  return /\{\{[^{}]*\}\}/.test(text)
}

export function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}

/** The properties that have a value: an empty text is none. */
export function withoutEmpty<T extends object>(properties: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const filled: Partial<T> = {}
  for (const name in properties) {
    const value = properties[name]
    if (value !== undefined && value !== '') filled[name] = value
  }
  return filled as { [K in keyof T]?: Exclude<T[K], undefined> }
}
