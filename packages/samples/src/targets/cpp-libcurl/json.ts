import { buildingPlan, readingPlan } from '../../program/document-plan.ts'
import { roundingNotes } from '../../program/notes.ts'
import type { Code } from '../../writer/lines.ts'
import type { JsonTools, Sample } from '../target.ts'
import { CppProgram } from './program.ts'
import { readDocument } from './reply.ts'

/** Programs about one document, with nlohmann/json. */
export const cppJson: JsonTools = {
  build(document, options) {
    const plan = buildingPlan(document, options)
    const program = new CppProgram(plan)
    return sample(program, program.document(plan.body), "std::cout << body << '\\n';")
  },
  parse(shape, options) {
    const program = new CppProgram(readingPlan(shape, options))
    return sample(program, readDocument(program, 'std::cin'))
  },
}

function sample(program: CppProgram, ...parts: readonly Code[]): Sample {
  const { plan } = program
  const { name } = plan.options
  program.withdraw('setting')
  program.withdraw('seconds')
  return {
    files: [{ name: `${name}.cpp`, text: program.script(...parts) }],
    install: ['sudo apt-get install g++ nlohmann-json3-dev'],
    run: `g++ -std=c++17 ${name}.cpp -o ${name} && ./${name}`,
    notes: roundingNotes(plan, 'int64'),
  }
}
