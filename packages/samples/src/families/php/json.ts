import { buildingPlan, readingPlan } from '../../program/document-plan.ts'
import type { JsonTools, Sample } from '../../targets/target.ts'
import type { Code } from '../../writer/lines.ts'
import { PhpProgram } from './program.ts'
import { readDocument } from './reply.ts'

/** Programs about one document, with what the language brings. */
export const phpJson: JsonTools = {
  build(document, options) {
    const plan = buildingPlan(document, options)
    const program = new PhpProgram(plan)
    program.withdraw('fail')
    return sample(program, program.textBody(plan.body), 'echo $body, "\\n";')
  },
  parse(shape, options) {
    const program = new PhpProgram(readingPlan(shape, options))
    return sample(program, '$text = stream_get_contents(STDIN);', readDocument(program))
  },
}

function sample(program: PhpProgram, ...parts: readonly Code[]): Sample {
  const name = `${program.plan.options.name}.php`
  program.withdraw('setting')
  return { files: [{ name, text: program.script(...parts) }], install: [], run: `php ${name}`, notes: [] }
}
