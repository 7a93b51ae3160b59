import { buildingPlan, readingPlan } from '../../program/document-plan.ts'
import { type Code, sections } from '../../writer/lines.ts'
import type { JsonTools, Sample } from '../target.ts'
import { RustProgram, TAB } from './program.ts'
import { project } from './project.ts'
import { readReply } from './reply.ts'

/** Programs about one document, with serde. */
export const rustJson: JsonTools = {
  build(document, options) {
    const program = new RustProgram(buildingPlan(document, options))
    program.withdraw('fail')
    return sample(program, [], sections(program.body().declared, 'println!("{body}");'))
  },
  parse(shape, options) {
    const program = new RustProgram(readingPlan(shape, options))
    const { types, read } = readReply(program)
    const input = [
      'let text = std::io::read_to_string(std::io::stdin())',
      `${TAB}.unwrap_or_else(|error| fail(&format!("The input cannot be read: {error}")));`,
    ]
    return sample(program, types, sections(input, read))
  },
}

function sample(program: RustProgram, types: Code, main: Code): Sample {
  program.withdraw('setting')
  return { files: project(program, types, main), install: [], run: 'cargo run --quiet', notes: [] }
}
