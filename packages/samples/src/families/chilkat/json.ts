import { buildingPlan, readingPlan } from '../../program/document-plan.ts'
import type { JsonTemplate } from '../../request/json.ts'
import type { JsonTools, Sample } from '../../targets/target.ts'
import type { Code } from '../../writer/lines.ts'
import type { PythonProgram } from '../python/program.ts'
import type { Dialect } from './dialect.ts'
import { documentLines } from './document.ts'
import { programOf } from './program.ts'
import { readDocument } from './reply.ts'

/** Programs about one document, with what Chilkat has for JSON, which needs no licence. */
export function chilkatJson(dialect: Dialect): JsonTools {
  return {
    build(document, options) {
      const plan = buildingPlan(document, options)
      const program = programOf(plan)
      const built = documentLines(program, membered(document), dialect)
      if (built === undefined) return sample(program, dialect, `print(${program.documentText(plan.body)})`)
      program.import(`import ${dialect.module}`)
      const whole = document.kind === 'array' ? `document.ArrayOf("${ITEMS}")` : 'document'
      return sample(program, dialect, built, `print(${whole}.${dialect.textMethod('Emit')}())`)
    },
    parse(shape, options) {
      const program = programOf(readingPlan(shape, options))
      program.import('import sys', `import ${dialect.module}`)
      return sample(program, dialect, readDocument(program, dialect, 'sys.stdin.read()'))
    },
  }
}

const ITEMS = 'items'

/** Values are put where a path says, and a path begins with a name: a list is built as a member. */
function membered(document: JsonTemplate): JsonTemplate {
  return document.kind === 'array' ? { kind: 'object', members: [{ name: [ITEMS], value: document }] } : document
}

function sample(program: PythonProgram, dialect: Dialect, ...parts: readonly Code[]): Sample {
  const name = `${program.plan.options.name}.py`
  return {
    files: [{ name, text: program.script(...parts) }],
    install: [`python3 -m pip install ${dialect.module}`],
    run: `python3 ${name}`,
    notes: [],
  }
}
