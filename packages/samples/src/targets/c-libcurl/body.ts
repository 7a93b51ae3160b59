import { c } from '../../languages/c.ts'
import { expression, type Interpolation, jsonTextPieces, pairPieces } from '../../program/pieces.ts'
import type { PlainBody } from '../../program/plan.ts'
import type { Program } from '../../program/program.ts'
import type { Part } from '../../request/body.ts'
import type { Code } from '../../writer/lines.ts'
import { documentLines } from './document.ts'
import { CONTENT, JSON_VALUE, QUOTED } from './functions.ts'

/** `joined("a", b, NULL)` */
export const pieced: Interpolation = {
  literal: c.string,
  combine: pieces =>
    `joined(${pieces.map(piece => (typeof piece === 'string' ? c.string(piece) : piece.code)).join(', ')}, (char *)NULL)`,
}

/** The percent-encoded text of a variable. */
export function escaped(variable: string): string {
  return `curl_easy_escape(handle, ${variable}, 0)`
}

/** Lines that declare `body`, or `form` of a multipart one. */
export function body(program: Program): Code {
  const { body: sent } = program.plan
  switch (sent.kind) {
    case 'none':
      return []
    case 'json': {
      const tree = documentLines(program, sent.value)
      return tree
        ? [tree, 'char *body = cJSON_PrintUnformatted(document);']
        : `const char *body = ${documentText(program, sent)};`
    }
    case 'text':
      return `const char *body = ${program.text(sent.text)};`
    case 'form':
      return `const char *body = ${expression(pairPieces(sent.fields, program.scope, escaped), pieced)};`
    case 'file':
      program.define('content', CONTENT)
      return ['size_t size;', `char *body = content(${program.scope.input(sent.input)}, &size);`]
    case 'multipart':
      return [
        'curl_mime *form = curl_mime_init(handle);',
        'curl_mimepart *part;',
        sent.parts.map(part => partOf(part, program)),
      ]
  }
}

function documentText(program: Program, sent: Extract<PlainBody, { kind: 'json' }>): string {
  const pieces = jsonTextPieces(sent, program.scope, {
    quote: text => {
      program.define('quoted', QUOTED)
      return `quoted(${program.text(text)})`
    },
    value: input => {
      program.define('json', JSON_VALUE)
      return `json_text(${c.string(program.find(input).env)}, ${program.scope.input(input)})`
    },
  })
  return expression(pieces, pieced)
}

function partOf(part: Part, program: Program): Code {
  const type = part.contentType !== undefined && `curl_mime_type(part, ${c.string(part.contentType)});`
  const open = ['part = curl_mime_addpart(form);', `curl_mime_name(part, ${program.text(part.name)});`]
  if (part.kind === 'text') {
    return [open, `curl_mime_data(part, ${program.text(part.value)}, CURL_ZERO_TERMINATED);`, type]
  }
  const path = program.scope.input(part.input)
  return [
    open,
    `if (curl_mime_filedata(part, ${path}) != CURLE_OK) fail("The file %s cannot be read.", ${path});`,
    part.fileName !== undefined && `curl_mime_filename(part, ${c.string(part.fileName)});`,
    type || 'curl_mime_type(part, "application/octet-stream");',
  ]
}
