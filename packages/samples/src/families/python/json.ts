import { buildingPlan, readingPlan } from '../../program/document-plan.ts'
import { wrap } from '../../program/structure.ts'
import type { JsonTools, Sample } from '../../targets/target.ts'
import type { Code } from '../../writer/lines.ts'
import { PythonProgram, TAB } from './program.ts'
import { readReply } from './reply.ts'

/** Programs about one document, with what the language brings. */
export const pythonJson: JsonTools = {
  build(document, options) {
    const plan = buildingPlan(document, options)
    const program = new PythonProgram(plan)
    const built = program.document(document)
    if (built === undefined) return sample(program, [`print(${program.documentText(plan.body)})`])
    program.import('import json')
    return sample(program, wrap(built, 'document = '), 'print(json.dumps(document, indent=2))')
  },
  parse(shape, options) {
    const program = new PythonProgram(readingPlan(shape, options))
    program.import('import json')
    program.import('import sys')
    return sample(
      program,
      ['try:', `${TAB}reply = json.load(sys.stdin)`, 'except ValueError:', `${TAB}sys.exit("The input is not JSON.")`],
      readReply(program),
    )
  },
}

function sample(program: PythonProgram, ...parts: readonly Code[]): Sample {
  const name = `${program.plan.options.name}.py`
  return { files: [{ name, text: program.script(...parts) }], install: [], run: `python3 ${name}`, notes: [] }
}
