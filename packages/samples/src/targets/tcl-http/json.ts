import { buildingPlan, readingPlan } from '../../program/document-plan.ts'
import { wrap } from '../../program/structure.ts'
import type { Code } from '../../writer/lines.ts'
import type { JsonTools, Sample } from '../target.ts'
import { TclProgram } from './program.ts'
import { readDocument } from './reply.ts'

/** Programs about one document, with tcllib. */
export const tclJson: JsonTools = {
  build(document, options) {
    const plan = buildingPlan(document, options)
    const program = new TclProgram(plan)
    program.withdraw('fail')
    const built = wrap(program.document(plan.body), 'set body ')
    return sample(program, 'fconfigure stdout -encoding utf-8', built, 'puts $body')
  },
  parse(shape, options) {
    const program = new TclProgram(readingPlan(shape, options))
    const input = ['fconfigure stdin -encoding utf-8', 'fconfigure stdout -encoding utf-8', 'set text [read stdin]']
    return sample(program, input, readDocument(program))
  },
}

function sample(program: TclProgram, ...parts: readonly Code[]): Sample {
  const name = `${program.plan.options.name}.tcl`
  program.withdraw('setting')
  return {
    files: [{ name, text: program.script(...parts) }],
    install: ['sudo apt-get install tcl tcllib'],
    run: `tclsh -encoding utf-8 ${name}`,
    notes: [],
  }
}
