import type { Language } from '../languages/language.ts'
import type { Casing } from '../languages/naming.ts'
import type { Input } from '../request/input.ts'
import type { Template } from '../request/template.ts'
import { expression, type Interpolation, piecesOf } from './pieces.ts'
import type { Plan } from './plan.ts'
import { Scope } from './scope.ts'

/** A program in the making: its variables, and what its sections turn out to need besides them. */
export class Program {
  readonly plan: Plan
  readonly scope: Scope
  readonly #interpolation: Interpolation
  readonly #imports = new Set<string>()
  readonly #functions = new Map<string, readonly string[]>()

  /** `fixed`: the names that the fixed parts of such programs use. */
  constructor(
    plan: Plan,
    language: Language,
    casing: Casing,
    fixed: readonly string[],
    interpolation: Interpolation,
    prefix = '',
  ) {
    this.plan = plan
    this.scope = new Scope(plan, language, casing, fixed, prefix)
    this.#interpolation = interpolation
  }

  /** Asks for modules; answers with nothing, so that it can stand in the middle of other code. */
  import(...modules: readonly string[]): void {
    for (const name of modules) this.#imports.add(name)
  }

  /** Asks for a function; the last text for a name counts. */
  define(name: string, code: readonly string[]): void {
    this.#functions.set(name, code)
  }

  /** Takes back a function that was asked for. */
  withdraw(name: string): void {
    this.#functions.delete(name)
  }

  get imports(): string[] {
    return [...this.#imports].sort()
  }

  /** Each function's lines, in the order in which they were asked for. */
  get functions(): (readonly string[])[] {
    return [...this.#functions.values()]
  }

  get timeout(): string {
    return this.scope.input(this.plan.timeout.name)
  }

  text(template: Template): string {
    return expression(piecesOf(template, this.scope), this.#interpolation)
  }

  find(name: string): Input {
    const input = this.plan.inputs.find(one => one.name === name)
    if (input === undefined) throw new Error(`the request declares no input '${name}'`)
    return input
  }

  /** `201`, `200 or 201`, `2xx` */
  get expected(): string {
    const { statuses } = this.plan.expectation
    return statuses.length === 0 ? '2xx' : statuses.join(' or ')
  }

  /** Whether failures are documented as JSON, whose fields then are told by their names. */
  get explainsFailures(): boolean {
    return this.plan.expectation.explainsFailures
  }

  /**
   * The expression for what a failed answer says: `text` as it is or, where failures are documented as JSON, `fields`, for
   * which functions and modules are asked for.
   */
  explained(
    text: string,
    fields: string,
    functions: Readonly<Record<string, readonly string[]>>,
    ...modules: readonly string[]
  ): string {
    if (!this.explainsFailures) return text
    this.import(...modules)
    for (const [name, code] of Object.entries(functions)) this.define(name, code)
    return fields
  }

  /** A condition that is true for a status that is no success; `any`: the one where every 2xx is. */
  failed(status: string, { any, and = '&&', not = '!=' }: { any: string; and?: string; not?: string }): string {
    const { statuses } = this.plan.expectation
    return statuses.length === 0 ? any : statuses.map(one => `${status} ${not} ${one}`).join(` ${and} `)
  }
}

/** Literals and expressions joined by an operator. */
export function joinedBy(operator: string, literal: (text: string) => string): Interpolation {
  return {
    literal,
    combine: pieces => pieces.map(piece => (typeof piece === 'string' ? literal(piece) : piece.code)).join(operator),
  }
}
