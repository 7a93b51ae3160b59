import { buildingPlan, readingPlan } from '../../program/document-plan.ts'
import { roundingNotes } from '../../program/notes.ts'
import type { Code } from '../../writer/lines.ts'
import type { JsonTools, Sample } from '../target.ts'
import { RProgram } from './program.ts'
import { readDocument } from './reply.ts'

/** Programs about one document, with jsonlite. */
export const rJson: JsonTools = {
  build(document, options) {
    const plan = buildingPlan(document, options)
    const program = new RProgram(plan)
    program.withdraw('fail')
    return sample(program, program.document(plan.body), 'cat(body, "\\n", sep = "")')
  },
  parse(shape, options) {
    const program = new RProgram(readingPlan(shape, options))
    const input = [
      'input <- file("stdin")',
      'text <- paste(readLines(input, warn = FALSE, encoding = "UTF-8"), collapse = "\\n")',
      'close(input)',
    ]
    return sample(program, input, readDocument(program))
  },
}

function sample(program: RProgram, ...parts: readonly Code[]): Sample {
  const { plan } = program
  const name = `${plan.options.name}.R`
  program.withdraw('setting')
  return {
    files: [{ name, text: program.script(...parts) }],
    install: ['Rscript -e \'install.packages("jsonlite")\''],
    run: `Rscript ${name}`,
    notes: roundingNotes(plan, 'int64'),
  }
}
