import { perl } from '../../languages/perl.ts'
import { buildingPlan, readingPlan } from '../../program/document-plan.ts'
import type { Plan } from '../../program/plan.ts'
import { Program } from '../../program/program.ts'
import { type Code, sections } from '../../writer/lines.ts'
import type { JsonTools, Sample } from '../target.ts'
import { body, joined } from './body.ts'
import { readDocument } from './reply.ts'
import { FAIL, script } from './script.ts'

/** Programs about one document, with what the language brings. */
export const perlJson: JsonTools = {
  build(document, options) {
    const program = programOf(buildingPlan(document, options))
    return sample(program, body(program), `print decode('UTF-8', $body), "\\n";`)
  },
  parse(shape, options) {
    const program = programOf(readingPlan(shape, options))
    program.define('fail', FAIL)
    return sample(program, 'my $text = do { local $/; <STDIN> };', readDocument(program))
  },
}

function programOf(plan: Plan): Program {
  const program = new Program(plan, perl, 'snake', ['body', 'text', 'reply', 'json'], joined, '$')
  program.import('Encode qw(decode encode)', 'JSON::PP')
  return program
}

function sample(program: Program, ...parts: readonly Code[]): Sample {
  const name = `${program.plan.options.name}.pl`
  return { files: [{ name, text: script(program, sections(...parts)) }], install: [], run: `perl ${name}`, notes: [] }
}
