import { go } from '../../languages/go.ts'
import { expression, piecesOf } from '../../program/pieces.ts'
import { joinedBy, type Program } from '../../program/program.ts'
import type { Template } from '../../request/template.ts'

const tight = joinedBy('+', go.string)

/** A text as one of several arguments, between which gofmt sets operators without spaces. */
export function argument({ scope }: Program, template: Template): string {
  return expression(piecesOf(template, scope), tight)
}
