import { python } from '../../languages/python.ts'
import { together } from '../../program/headers.ts'
import { expression, piecesOf } from '../../program/pieces.ts'
import type { Header } from '../../request/pair.ts'
import { fixedText, type Template } from '../../request/template.ts'
import { f, type PythonProgram } from './program.ts'

/** The members of a dict of headers. */
export function headerMembers(program: PythonProgram, headers: readonly Header[]): string[] {
  const { auth } = program.plan
  const members = together(headers).map(({ name, value }) => `${python.string(name)}: ${headerValue(value, program)},`)
  return auth.kind === 'jwt' || auth.kind === 'oauth2' ? [...members, '"Authorization": f"Bearer {token}",'] : members
}

/** What is, or may be, beyond Latin-1 has to be given as bytes. */
function headerValue(value: Template, program: PythonProgram): string {
  const isPlain = /^[ -~]*$/.test(fixedText(value) ?? '\0')
  const text = expression(piecesOf(value, program.scope), f)
  return isPlain ? text : `${text}.encode("utf-8")`
}
