import { go } from '../../languages/go.ts'
import { buildingPlan, readingPlan } from '../../program/document-plan.ts'
import type { Plan } from '../../program/plan.ts'
import { Program } from '../../program/program.ts'
import { type Code, sections } from '../../writer/lines.ts'
import type { JsonTools, Sample } from '../target.ts'
import { joined } from './document.ts'
import { readReply } from './reply.ts'
import { check, FAIL, script } from './script.ts'
import { body } from './sent.ts'

/** Programs about one document, with what the language brings. */
export const goJson: JsonTools = {
  build(document, options) {
    const program = programOf(buildingPlan(document, options))
    return sample(program, [], sections(body(program), 'fmt.Println(string(body))'))
  },
  parse(shape, options) {
    const program = programOf(readingPlan(shape, options))
    program.import('io')
    const { types, read } = readReply(program)
    const input = ['data, err := io.ReadAll(os.Stdin)', check('fail("The input cannot be read: %v", err)')]
    return sample(program, types, sections(input, read))
  },
}

function programOf(plan: Plan): Program {
  const program = new Program(plan, go, 'camel', ['body', 'data', 'fail', 'quoted', 'reply', 'value'], joined)
  program.import('fmt', 'os')
  program.define('fail', FAIL)
  return program
}

function sample(program: Program, types: Code, main: Code): Sample {
  const name = `${program.plan.options.name}.go`
  return { files: [{ name, text: script(program, types, main) }], install: [], run: `go run ${name}`, notes: [] }
}
