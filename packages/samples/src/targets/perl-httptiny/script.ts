import { perl } from '../../languages/perl.ts'
import { titleOf } from '../../program/plan.ts'
import type { Program } from '../../program/program.ts'
import { type Code, fileText } from '../../writer/lines.ts'
import { TAB } from './body.ts'

export const FAIL = [
  'sub fail {',
  `${TAB}my ($sentence) = @_;`,
  `${TAB}print STDERR "$sentence\\n";`,
  `${TAB}exit 1;`,
  '}',
]

/** The text of a program of these lines and of what they need. */
export function script(program: Program, parts: Code): string {
  return fileText(
    '#!/usr/bin/env perl',
    perl.comment(titleOf(program.plan)),
    ['use strict;', 'use warnings;', 'use utf8;'],
    program.imports.map(module => `use ${module};`),
    '',
    "binmode $_, ':encoding(UTF-8)' for *STDOUT, *STDERR;",
    '',
    parts,
    program.functions.map(code => ['', code]),
  )
}
