import { buildingPlan, readingPlan } from '../../program/document-plan.ts'
import type { JsonTools, Sample } from '../../targets/target.ts'
import type { Code } from '../../writer/lines.ts'
import { RubyProgram } from './program.ts'
import { readDocument } from './reply.ts'

/** Programs about one document, with what the language brings. */
export const rubyJson: JsonTools = {
  build(document, options) {
    const program = new RubyProgram(buildingPlan(document, options))
    return sample(program, program.body(), 'puts body')
  },
  parse(shape, options) {
    const program = new RubyProgram(readingPlan(shape, options))
    return sample(program, 'text = $stdin.set_encoding(Encoding::UTF_8).read', readDocument(program))
  },
}

function sample(program: RubyProgram, ...parts: readonly Code[]): Sample {
  const name = `${program.plan.options.name}.rb`
  program.withdraw('setting')
  return { files: [{ name, text: program.script(...parts) }], install: [], run: `ruby ${name}`, notes: [] }
}
