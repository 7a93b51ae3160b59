import { go } from '../../languages/go.ts'
import { titleOf } from '../../program/plan.ts'
import type { Program } from '../../program/program.ts'
import { block, type Code, fileText, whole } from '../../writer/lines.ts'
import { TAB } from './document.ts'

export const FAIL = whole(
  'func fail(format string, values ...any) {',
  '\tfmt.Fprintf(os.Stderr, format+"\\n", values...)',
  '\tos.Exit(1)',
  '}',
)

/** Lines that end the program when there is an error. */
export function check(failure: string): string[] {
  return block(TAB, 'if err != nil {', failure, '}')
}

/** The text of a program with these types and these lines, and of what they need. */
export function script(program: Program, types: Code, main: Code): string {
  return fileText(
    go.comment(titleOf(program.plan)),
    'package main',
    '',
    block(
      TAB,
      'import (',
      program.imports.map(path => `"${path}"`),
      ')',
    ),
    '',
    types,
    block(TAB, 'func main() {', main, '}'),
    program.functions.map(code => ['', code]),
  )
}
