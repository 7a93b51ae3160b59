import { buildingPlan, readingPlan } from '../../program/document-plan.ts'
import { wrap } from '../../program/structure.ts'
import type { JsonTools, Sample } from '../../targets/target.ts'
import type { Code } from '../../writer/lines.ts'
import { JavaScriptProgram } from './program.ts'
import { readNamed } from './reply.ts'
import { readTyped } from './typed-reply.ts'

export const javascriptJson = jsonTools(false)
export const typescriptJson = jsonTools(true)

/** Programs about one document, with what Node brings. */
function jsonTools(typed: boolean): JsonTools {
  return {
    build(document, options) {
      const plan = buildingPlan(document, options)
      const program = new JavaScriptProgram(plan, typed)
      if (!program.isStructure(document)) return sample(program, `console.log(${program.documentText(plan.body)})`)
      const built = wrap(program.structure(document), 'const built = ')
      return sample(program, built, 'console.log(JSON.stringify(built, null, 2))')
    },
    parse(shape, options) {
      const program = new JavaScriptProgram(readingPlan(shape, options), typed)
      program.import("import { readFileSync } from 'node:fs'")
      program.needFail()
      return sample(program, "const text = readFileSync(0, 'utf8')", typed ? readTyped(program) : readNamed(program))
    },
  }
}

function sample(program: JavaScriptProgram, ...parts: readonly Code[]): Sample {
  const name = `${program.plan.options.name}.${program.types('mts', 'mjs')}`
  return { files: [{ name, text: program.script(...parts) }], install: [], run: `node ${name}`, notes: [] }
}
