import type { Plan } from '../../program/plan.ts'
import { type Code, indent, lines, sections } from '../../writer/lines.ts'
import type { Dialect } from './dialect.ts'
import { PlainProgram } from './program.ts'
import { readAnswer } from './reply.ts'

/** The lines of a plain program, and the functions that they need. */
export interface PlainCode {
  readonly main: readonly string[]
  readonly functions: readonly (readonly string[])[]
}

/** A program that sends its request and reads the answer. */
export function plainCode(plan: Plan, dialect: Dialect): PlainCode {
  const program = new PlainProgram(plan, dialect)
  const main = sections(program.request(), readAnswer(program))
  return { main, functions: neededBy(main, dialect) }
}

/** The functions that lines call, and those that these call in turn; each as lines. */
export function neededBy(main: readonly string[], { functions, called }: Dialect): string[][] {
  const needed = new Set<string>()
  const look = (text: string, found: (name: string) => RegExp) => {
    for (const [name, own] of Object.entries(functions)) {
      if (needed.has(name) || !found(name).test(text)) continue
      needed.add(name)
      look(own, called ?? mentioned)
    }
  }
  // In texts of the lines stand words of others, in which a name is rarely followed by a parenthesis.
  look(main.join('\n'), called ?? opened)
  return Object.entries(functions).flatMap(([name, own]) => (needed.has(name) ? [own.split('\n')] : []))
}

function opened(name: string): RegExp {
  return new RegExp(`\\b${name}[(<]`, 'i')
}

function mentioned(name: string): RegExp {
  return new RegExp(`\\b${name}\\b`, 'i')
}

/** Functions with an empty line between two of them. */
export function spaced(functions: readonly (readonly string[])[], by = ''): Code {
  return functions.map((code, at) => lines(at > 0 && '', indent(by, code)))
}
