import { javascript } from '../../languages/javascript.ts'
import { BLOB_NAMED, BREAKS_CHANGED } from '../../program/notes.ts'
import { wrap } from '../../program/structure.ts'
import type { Part } from '../../request/body.ts'
import type { Template } from '../../request/template.ts'
import { type Code, lines } from '../../writer/lines.ts'
import type { JavaScriptProgram } from './program.ts'

/** Lines that declare what is sent, as `body` or `form`, and the expression for it; undefined when nothing is. */
export function bodyOf(program: JavaScriptProgram): { readonly declared: Code; readonly sent: string | undefined } {
  const { body } = program.plan
  switch (body.kind) {
    case 'none':
      return { declared: [], sent: undefined }
    case 'json':
      return program.isStructure(body.value)
        ? { declared: wrap(program.structure(body.value), 'const body = '), sent: 'JSON.stringify(body)' }
        : { declared: `const body = ${program.documentText(body)}`, sent: 'body' }
    case 'text':
      return { declared: `const body = ${program.text(body.text)}`, sent: 'body' }
    case 'form':
      return { declared: wrap(program.pairs(body.fields), 'const form = new URLSearchParams(', ')'), sent: 'form' }
    case 'multipart':
      return {
        declared: lines('const form = new FormData()', ...body.parts.map(part => appended(part, program))),
        sent: 'form',
      }
    case 'file':
      return { declared: `const body = ${content(program, body.input)}`, sent: 'body' }
  }
}

export function bodyNotes({ plan: { body } }: JavaScriptProgram): string[] {
  const texts = body.kind === 'multipart' ? body.parts.filter(part => part.kind === 'text') : []
  const isBroken = texts.some(({ contentType, value }) => contentType === undefined && hasOtherBreaks(value))
  return [
    ...(texts.some(({ contentType }) => contentType !== undefined) ? [BLOB_NAMED] : []),
    ...(isBroken ? [BREAKS_CHANGED] : []),
  ]
}

/** Whether a text has line breaks that are not the two characters of mail. */
function hasOtherBreaks(text: Template): boolean {
  return text.some(piece => typeof piece === 'string' && /\r(?!\n)|(?<!\r)\n/.test(piece))
}

function appended(part: Part, program: JavaScriptProgram): string {
  const name = program.text(part.name)
  const type = part.contentType === undefined ? '' : `, { type: ${javascript.string(part.contentType)} }`
  if (part.kind === 'text') {
    const value = program.text(part.value)
    return `form.append(${name}, ${type === '' ? value : `new Blob([${value}]${type})`})`
  }
  const path = program.scope.input(part.input)
  if (part.fileName === undefined) program.import("import { basename } from 'node:path'")
  const fileName = part.fileName === undefined ? `basename(${path})` : javascript.string(part.fileName)
  return `form.append(${name}, new Blob([${content(program, part.input)}]${type}), ${fileName})`
}

function content(program: JavaScriptProgram, input: string): string {
  program.import("import { readFileSync } from 'node:fs'")
  program.define('content', [
    program.types('function content(path: string): Buffer<ArrayBuffer> {', 'function content(path) {'),
    '  try {',
    '    return readFileSync(path)',
    '  } catch (error) {',
    '    fail(`The file cannot be read: ${error}`)',
    '  }',
    '}',
  ])
  return `content(${program.scope.input(input)})`
}
