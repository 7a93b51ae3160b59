import type { JsonTemplate } from './json.ts'
import type { Template } from './template.ts'

/** Writes a document with two spaces for a level; `placeholder` stands for an input, in texts and alone. */
export function printJson(
  json: JsonTemplate,
  placeholder: (input: string) => string = input => `{{${input}}}`,
  indent = '',
): string {
  const inner = `${indent}  `
  const text = (template: Template) =>
    JSON.stringify(template.map(part => (typeof part === 'string' ? part : placeholder(part.input))).join(''))
  switch (json.kind) {
    case 'object':
      return block(
        '{',
        json.members.map(({ name, value }) => `${text(name)}: ${printJson(value, placeholder, inner)}`),
        '}',
        indent,
      )
    case 'array':
      return block(
        '[',
        json.items.map(item => printJson(item, placeholder, inner)),
        ']',
        indent,
      )
    case 'string':
      return text(json.value)
    case 'number':
      return json.text
    case 'boolean':
      return String(json.value)
    case 'null':
      return 'null'
    case 'input':
      return placeholder(json.input)
  }
}

function block(open: string, lines: readonly string[], close: string, indent: string): string {
  if (lines.length === 0) return open + close
  return `${open}\n${lines.map(line => `${indent}  ${line}`).join(',\n')}\n${indent}${close}`
}
