/** A piece of a program: lines, nested as they were put together. What is undefined or false is not there. */
export type Code = string | readonly Code[] | undefined | false

/** The lines of a piece, one by one. An entry that holds a line break of its own is a literal and stays whole. */
export function lines(...code: readonly Code[]): string[] {
  const flat: string[] = []
  append(flat, code)
  return flat
}

function append(flat: string[], code: readonly Code[]): void {
  for (const piece of code) {
    if (typeof piece === 'string') flat.push(piece)
    else if (piece !== undefined && piece !== false) append(flat, piece)
  }
}

/** The lines one level further in. Empty lines stay empty, and so does what follows a line break inside a literal. */
export function indent(by: string, ...code: readonly Code[]): string[] {
  const flat = lines(...code)
  for (const [at, line] of flat.entries()) if (line !== '') flat[at] = by + line
  return flat
}

/** The parts that have lines, with one empty line between two of them. */
export function sections(...parts: readonly Code[]): string[] {
  const flat: string[] = []
  for (const part of parts) {
    const between = flat.length
    if (between > 0) flat.push('')
    append(flat, [part])
    if (between > 0 && flat.length === between + 1) flat.pop()
  }
  return flat
}

/** `open`, the pieces one level further in, `close`. */
export function block(by: string, open: string, body: Code, close: string): string[] {
  return [open, ...indent(by, body), close]
}

/** `open`, and the pieces one level further in, in a language that needs no word to close. */
export function suite(by: string, open: string, body: Code): string[] {
  return [open, ...indent(by, body)]
}

/** Lines that stand at the margin, as one piece that is put together once and for all. */
export function whole(...code: readonly string[]): readonly [string] {
  return [code.join('\n')]
}

/** The text of a file: its lines, and a line break at the end. */
export function fileText(...code: readonly Code[]): string {
  return `${lines(...code).join('\n')}\n`
}
