import { buildingPlan, readingPlan } from '../../program/document-plan.ts'
import { roundingNotes } from '../../program/notes.ts'
import type { JsonTools, Sample } from '../../targets/target.ts'
import type { Code } from '../../writer/lines.ts'
import { BashProgram } from './program.ts'
import { readDocument } from './reply.ts'

/** Programs about one document, with jq. */
export const bashJson: JsonTools = {
  build(document, options) {
    const plan = buildingPlan(document, options)
    const program = new BashProgram(plan, [])
    program.withdraw('fail')
    // As it is: jq would round the numbers.
    return sample(program, `printf '%s\\n' ${program.documentText(plan.body)}`)
  },
  parse(shape, options) {
    const program = new BashProgram(readingPlan(shape, options), ['jq'])
    return sample(program, 'reply=$(cat)', readDocument(program))
  },
}

function sample(program: BashProgram, ...parts: readonly Code[]): Sample {
  const { plan } = program
  const name = `${plan.options.name}.sh`
  return {
    files: [{ name, text: program.script(...parts) }],
    install: ['sudo apt-get install jq'],
    run: `bash ${name}`,
    notes: roundingNotes(plan),
  }
}
