/**
 * The arguments that a program gets from a line of a batch file: the prompt takes carets, percent signs and variables,
 * the program takes spaces, quotes and backslashes. Throws on what the prompt would make something else of.
 */
export function argumentsFromBatch(line: string): string[] {
  const passed = throughPrompt(line)
  const found: string[] = []
  for (const [word] of passed.matchAll(/(?:"(?:\\.|[^"\\])*"|[^" ])+/g)) {
    found.push(
      word
        .replace(/^"(.*)"$/, '$1')
        .replace(/((?:\\\\)*)\\"/g, (_, slashes: string) => `${slashes.slice(slashes.length / 2)}"`)
        .replace(/\\+$/, slashes => (word.endsWith('"') ? slashes.slice(slashes.length / 2) : slashes))
        .replaceAll('\0', '%'),
    )
  }
  return found
}

function throughPrompt(line: string): string {
  const signs = Array.from(line.replaceAll('%%', '\0').replace(/%\w+%/g, 'value'))
  let isInside = false
  let passed = ''
  for (let at = 0; at < signs.length; at++) {
    const sign = signs[at] ?? ''
    const isEscape = sign === '^' && !isInside
    if (sign === '%' || (!isInside && /[&|<>()]/.test(sign))) throw new Error(`the prompt takes ${sign} of ${line}`)
    if (sign === '"') isInside = !isInside
    passed += isEscape ? (signs[++at] ?? '') : sign
  }
  if (isInside) throw new Error(`the prompt takes the end of the line as part of ${line}`)
  return passed
}
