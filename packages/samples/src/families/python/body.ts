import { python } from '../../languages/python.ts'
import { wrap } from '../../program/structure.ts'
import type { Part } from '../../request/body.ts'
import { block, type Code } from '../../writer/lines.ts'
import { type PythonProgram, TAB } from './program.ts'

/** Lines that declare `body` (`parts` of a multipart one), where there is one. */
export function bodyOf(program: PythonProgram): Code {
  const { body } = program.plan
  switch (body.kind) {
    case 'none':
      return []
    case 'json':
      return wrap(program.document(body.value) ?? [program.documentText(body)], 'body = ')
    case 'text':
      return `body = ${program.text(body.text)}`
    case 'form':
      return wrap(program.pairs(body.fields), 'body = ')
    case 'multipart':
      return block(
        TAB,
        'parts = [',
        body.parts.map(part => partOf(part, program)),
        ']',
      )
    case 'file':
      return `body = ${content(program, body.input)}`
  }
}

/** `(name, (file name or None, content, type))`, as requests and httpx take it. */
function partOf(part: Part, program: PythonProgram): string {
  const type = part.contentType === undefined ? '' : `, ${python.string(part.contentType)}`
  const name = program.text(part.name)
  if (part.kind === 'text') return `(${name}, (None, ${program.text(part.value)}${type})),`
  const path = program.scope.input(part.input)
  const fileName = part.fileName === undefined ? `os.path.basename(${path})` : python.string(part.fileName)
  return `(${name}, (${fileName}, ${content(program, part.input)}${type})),`
}

/** An expression for the bytes of the file that an input names. */
function content(program: PythonProgram, input: string): string {
  program.define('content', [
    'def content(path):',
    `${TAB}try:`,
    `${TAB}${TAB}with open(path, "rb") as file:`,
    `${TAB}${TAB}${TAB}return file.read()`,
    `${TAB}except OSError as error:`,
    `${TAB}${TAB}sys.exit(f"The file cannot be read: {error}")`,
  ])
  return `content(${program.scope.input(input)})`
}

/** Whether the body is sent as the text of a document that the program has put together as text. */
export function isDocumentText(program: PythonProgram): boolean {
  const { body } = program.plan
  return body.kind === 'json' && program.document(body.value) === undefined
}
