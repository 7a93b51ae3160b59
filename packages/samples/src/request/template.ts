/**
 * Text with values in it that are known only when the program runs: `['Hello ', { input: 'name' }]`.
 * No part is empty text, and no two texts stand beside each other; so `[]` is the empty text.
 */
export type Template = readonly TemplatePart[]

export type TemplatePart = string | InputReference

/** Stands for the value of the input of this name, as text. */
export interface InputReference {
  readonly input: string
}

/** The text of a template without inputs; undefined when it has one. */
export function fixedText(template: Template): string | undefined {
  let text = ''
  for (const part of template) {
    if (typeof part !== 'string') return undefined
    text += part
  }
  return text
}

/** The name of the input that is the whole template; undefined when there is anything else in it. */
export function onlyInput(template: Template): string | undefined {
  const [part, ...others] = template
  return typeof part === 'object' && others.length === 0 ? part.input : undefined
}

/** Puts parts into the form that {@link Template} promises. */
export function template(...parts: readonly (TemplatePart | Template)[]): Template {
  const joined: TemplatePart[] = []
  for (const part of parts) {
    if (Array.isArray(part)) for (const inner of part) add(joined, inner)
    else add(joined, part as TemplatePart)
  }
  return joined
}

function add(joined: TemplatePart[], part: TemplatePart): void {
  const last = joined.at(-1)
  if (part === '') return
  if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part
  else joined.push(part)
}
