import { identifier } from '../../languages/naming.ts'
import { buildingPlan, readingPlan } from '../../program/document-plan.ts'
import { type Code, sections } from '../../writer/lines.ts'
import type { JsonTools, Sample } from '../target.ts'
import { JavaProgram } from './program.ts'
import { readReply } from './reply.ts'
import { INSTALL, script } from './script.ts'

/** Programs about one document, with Jackson. */
export const javaJson: JsonTools = {
  build(document, options) {
    const program = new JavaProgram(buildingPlan(document, options))
    program.withdraw('fail')
    const printed = 'System.out.write((body + "\\n").getBytes(StandardCharsets.UTF_8));'
    return sample(program, [], [program.body().declared, printed, 'System.out.flush();'])
  },
  parse(shape, options) {
    const program = new JavaProgram(readingPlan(shape, options))
    const { types, read } = readReply(program)
    const input = 'String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);'
    return sample(program, types, sections(input, read))
  },
}

function sample(program: JavaProgram, types: Code, main: Code): Sample {
  const name = identifier([program.plan.options.name], 'pascal')
  program.withdraw('setting')
  program.import('java.nio.charset.StandardCharsets')
  const text = script(program, name, types, main)
  return { files: [{ name: `${name}.java`, text }], install: INSTALL, run: `java -cp 'lib/*' ${name}.java`, notes: [] }
}
