import { buildingPlan, readingPlan } from '../../program/document-plan.ts'
import { sections } from '../../writer/lines.ts'
import type { JsonTools, Sample } from '../target.ts'
import { ElixirProgram } from './program.ts'
import { readDocument } from './reply.ts'
import { script } from './script.ts'

/** Programs about one document, with jiffy. */
export const elixirJson: JsonTools = {
  build(document, options) {
    const program = new ElixirProgram(buildingPlan(document, options))
    program.withdraw('fail')
    return sample(program, sections(program.body(), 'IO.puts(body)'))
  },
  parse(shape, options) {
    const program = new ElixirProgram(readingPlan(shape, options))
    return sample(program, sections('text = IO.read(:stdio, :eof)', readDocument(program)))
  },
}

function sample(program: ElixirProgram, parts: readonly string[]): Sample {
  const name = `${program.plan.options.name}.exs`
  program.withdraw('setting')
  program.withdraw('number')
  return {
    files: [{ name, text: script(program, ':ok = :io.setopts(encoding: :utf8)', parts) }],
    install: ['sudo apt-get install elixir erlang-jiffy'],
    run: `elixir ${name}`,
    notes: [],
  }
}
