import { c } from '../../languages/c.ts'
import { titleOf } from '../../program/plan.ts'
import type { Program } from '../../program/program.ts'
import { block, type Code, fileText } from '../../writer/lines.ts'
import { TAB } from './reply.ts'

/** What the functions that programs take along include. */
export const STANDARD = ['stdarg.h', 'stdio.h', 'stdlib.h', 'string.h']

/** The text of a program with these headers and these lines, and of the functions that they need. */
export function script(program: Program, headers: readonly string[], main: Code): string {
  return fileText(
    c.comment(titleOf(program.plan)),
    headers.map(header => `#include <${header}>`),
    '',
    program.functions.map(code => [code, '']),
    block(TAB, 'int main(void) {', main, '}'),
  )
}
