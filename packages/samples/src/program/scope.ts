import type { Language } from '../languages/language.ts'
import { type Casing, Names } from '../languages/naming.ts'
import type { Plan } from './plan.ts'

/** The variables of a program: one for each input, and those that it takes as it goes. */
export class Scope {
  readonly names: Names
  /** What the language puts before every variable, such as `$`. */
  readonly prefix: string
  readonly #casing: Casing
  readonly #variables: ReadonlyMap<string, string>

  /** `taken`: what the program's own fixed parts call their variables and functions. */
  constructor(plan: Plan, language: Language, casing: Casing, taken: readonly string[] = [], prefix = '') {
    this.prefix = prefix
    this.names = new Names(language.names, taken)
    this.#casing = casing
    this.#variables = new Map(
      [...plan.inputs, plan.timeout].map(({ name, kind }) => [
        name,
        prefix + this.names.take(kind === 'baseUrl' ? ['base', 'url'] : [name], casing),
      ]),
    )
  }

  take(...path: readonly string[]): string {
    return this.prefix + this.names.take(path, this.#casing)
  }

  /** The variable of an input. */
  input(name: string): string {
    const variable = this.#variables.get(name)
    if (variable === undefined) throw new Error(`the request declares no input '${name}'`)
    return variable
  }
}
