import type { Part } from '../../request/body.ts'
import { type Template, template } from '../../request/template.ts'

/** The option of curl for a part of a form, and its value. */
export function formOption(part: Part): { readonly option: 'form' | 'form-string'; readonly value: Template } {
  // Between double quotes neither `;` nor `,` ends a value or a path.
  const type = part.contentType === undefined ? '' : `;type=${part.contentType}`
  if (part.kind === 'text' && type === '') return { option: 'form-string', value: template(part.name, '=', part.value) }
  if (part.kind === 'text') {
    const value = part.value.map(piece => (typeof piece === 'string' ? escaped(piece) : piece))
    return { option: 'form', value: template(part.name, '="', value, `"${type}`) }
  }
  const fileName = part.fileName === undefined ? '' : `;filename="${escaped(part.fileName)}"`
  return { option: 'form', value: template(part.name, '=@"', { input: part.input }, `"${fileName}${type}`) }
}

/** The same as one argument; `text` makes a word of the shell. */
export function formArgument(part: Part, text: (value: Template) => string): string {
  const { option, value } = formOption(part)
  return `--${option} ${text(value)}`
}

function escaped(text: string): string {
  return text.replace(/[\\"]/g, '\\$&')
}
