import { c } from '../../languages/c.ts'
import { buildingPlan, readingPlan } from '../../program/document-plan.ts'
import { roundingNotes } from '../../program/notes.ts'
import type { Plan } from '../../program/plan.ts'
import { Program } from '../../program/program.ts'
import { sections } from '../../writer/lines.ts'
import type { JsonTools, Sample } from '../target.ts'
import { body, pieced } from './body.ts'
import { COLLECT, FAIL, INPUT, TEXT_ARGUMENT } from './functions.ts'
import { readDocument } from './reply.ts'
import { STANDARD, script } from './script.ts'

/** Programs about one document, with cJSON. */
export const cJson: JsonTools = {
  build(document, options) {
    const program = programOf(buildingPlan(document, options))
    return sample(program, ['stdio.h'], sections(body(program), 'puts(body);', 'return 0;'))
  },
  parse(shape, options) {
    const program = programOf(readingPlan(shape, options))
    program.define('fail', FAIL)
    program.define('collect', COLLECT)
    program.define('input', INPUT)
    program.define('text_argument', [TEXT_ARGUMENT])
    const main = sections('struct buffer answer = input();', readDocument(program), 'return 0;')
    return sample(program, STANDARD, main)
  },
}

const FIXED = ['answer', 'buffer', 'collect', 'document', 'fail', 'input', 'reply', 'text_argument', 'value']

function programOf(plan: Plan): Program {
  return new Program(plan, c, 'snake', FIXED, pieced)
}

function sample(program: Program, headers: readonly string[], main: readonly string[]): Sample {
  const { plan } = program
  const { name } = plan.options
  return {
    files: [{ name: `${name}.c`, text: script(program, [...headers, 'cjson/cJSON.h'], main) }],
    install: ['sudo apt-get install gcc libcjson-dev'],
    run: `cc ${name}.c -o ${name} -lcjson && ./${name}`,
    notes: roundingNotes(plan),
  }
}
