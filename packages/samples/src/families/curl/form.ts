import type { Part } from '../../request/body.ts'
import { type Template, template } from '../../request/template.ts'

/** The argument of curl for a part of a form; `text` makes a word of the shell. */
export function formArgument(part: Part, text: (value: Template) => string): string {
  // Between double quotes neither `;` nor `,` ends a value or a path.
  const type = part.contentType === undefined ? '' : `;type=${part.contentType}`
  if (part.kind === 'text' && type === '') return `--form-string ${text(template(part.name, '=', part.value))}`
  if (part.kind === 'text') {
    const value = part.value.map(piece => (typeof piece === 'string' ? escaped(piece) : piece))
    return `--form ${text(template(part.name, '="', value, `"${type}`))}`
  }
  const fileName = part.fileName === undefined ? '' : `;filename="${escaped(part.fileName)}"`
  return `--form ${text(template(part.name, '=@"', { input: part.input }, `"${fileName}${type}`))}`
}

function escaped(text: string): string {
  return text.replace(/[\\"]/g, '\\$&')
}
