/** A part of a form as it arrived. */
interface ReceivedPart {
  readonly name: string
  readonly fileName: string | undefined
  readonly contentType: string | undefined
  readonly content: Buffer
}

/** The parts of a multipart form; undefined when it is none. */
export function parseMultipart(body: Buffer, contentType: string): ReceivedPart[] | undefined {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(contentType)?.[1]
  if (boundary === undefined) return undefined
  const text = body.toString('latin1')
  const pieces = `\r\n${text}`.split(`\r\n--${boundary}`)
  if (pieces.length < 2 || !pieces.at(-1)?.startsWith('--')) return undefined
  return pieces.slice(1, -1).map(piece => {
    const end = piece.indexOf('\r\n\r\n')
    const header = Buffer.from(piece.slice(0, end), 'latin1').toString('utf8')
    const disposition = /^content-disposition:(.*)$/im.exec(header)?.[1] ?? ''
    return {
      name: parameter(disposition, 'name') ?? '',
      fileName: parameter(disposition, 'filename'),
      contentType: /^content-type: *(.*?)\r?$/im.exec(header)?.[1],
      content: Buffer.from(piece.slice(end + 4), 'latin1'),
    }
  })
}

/** Browsers escape a quote as `%22`, other programs by a backslash. */
function parameter(disposition: string, name: string): string | undefined {
  const value = new RegExp(`[ ;]${name}="((?:[^"\\\\]|\\\\.)*)"`).exec(disposition)?.[1]
  return value?.replace(/\\(["\\])/g, '$1').replaceAll('%22', '"')
}
