import { buildingPlan, readingPlan } from '../../program/document-plan.ts'
import type { Code } from '../../writer/lines.ts'
import type { JsonTools, Sample } from '../target.ts'
import { LuaProgram } from './program.ts'
import { readDocument } from './reply.ts'

/** Programs about one document, with dkjson. */
export const luaJson: JsonTools = {
  build(document, options) {
    const plan = buildingPlan(document, options)
    const program = new LuaProgram(plan)
    program.withdraw('fail')
    return sample(program, program.document('body', plan.body), 'print(body)')
  },
  parse(shape, options) {
    const program = new LuaProgram(readingPlan(shape, options))
    return sample(program, 'local text = io.read("a")', readDocument(program))
  },
}

function sample(program: LuaProgram, ...parts: readonly Code[]): Sample {
  const name = `${program.plan.options.name}.lua`
  program.withdraw('setting')
  return {
    files: [{ name, text: program.script(...parts) }],
    install: ['sudo apt-get install lua5.4 lua-dkjson'],
    run: `lua5.4 ${name}`,
    notes: [],
  }
}
