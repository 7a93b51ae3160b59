import { elixir } from '../../languages/elixir.ts'
import { titleOf } from '../../program/plan.ts'
import { block, type Code, fileText, sections } from '../../writer/lines.ts'
import { type ElixirProgram, TAB } from './program.ts'

/** The text of a program: what it starts with, the functions that it needs, and its lines. */
export function script(program: ElixirProgram, start: Code, parts: Code): string {
  const functions = block(TAB, 'defmodule Sample do', sections(...program.functions), 'end')
  return fileText(elixir.comment(titleOf(program.plan)), start, '', sections(functions, parts))
}
