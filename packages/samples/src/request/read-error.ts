/** A source cannot be read; the message says what is wrong and where: a line and column, or a path in the document. */
export class ReadError extends Error {
  override readonly name = 'ReadError'
}

/** `line 3, column 14` of an offset, both counted from 1, columns in UTF-16 units. */
export function placeIn(text: string, offset: number): string {
  const before = text.slice(0, offset)
  const line = before.split(/\r\n|\n|\r/).length
  const column = offset - Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r'))
  return `line ${line}, column ${column}`
}
