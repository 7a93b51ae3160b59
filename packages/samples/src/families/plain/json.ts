import { buildingPlan, readingPlan } from '../../program/document-plan.ts'
import type { Plan } from '../../program/plan.ts'
import type { JsonTools, Sample } from '../../targets/target.ts'
import { lines } from '../../writer/lines.ts'
import { neededBy, type PlainCode } from './code.ts'
import type { Dialect } from './dialect.ts'
import { PlainProgram } from './program.ts'
import { readDocument } from './reply.ts'

/** Programs about one document; `sample` makes the files of such a program. */
export function plainJson(spoken: Dialect, sample: (plan: Plan, code: PlainCode) => Sample): JsonTools {
  const dialect = offline(spoken)
  return {
    build(document, options) {
      const program = new PlainProgram(buildingPlan(document, options), dialect)
      const body = program.own('body')
      const main = lines(program.declare(body, program.document(document)), dialect.print(body))
      return sample(program.plan, { main, functions: neededBy(main, dialect) })
    },
    parse(shape, options) {
      const program = new PlainProgram(readingPlan(shape, options), dialect)
      const main = readDocument(program, dialect.call('standardInput', []))
      return sample(program.plan, { main, functions: neededBy(main, dialect) })
    },
  }
}

/** Without the functions that speak to a server, which no word of a document may bring in: they need more than others. */
function offline({ functions, ...dialect }: Dialect): Dialect {
  const kept = Object.entries(functions).filter(([name]) => !SPEAK.has(name))
  return { ...dialect, functions: Object.fromEntries(kept) }
}

const SPEAK: ReadonlySet<string> = new Set(['accessToken', 'answered', 'send'])
