import { createHash } from 'node:crypto'
import { StartError } from '../lib/start-error.ts'

/**
 * What a backup file holds once it is unpacked (gzip). Lines of JSON, in UTF-8, of which some announce bytes:
 *
 *   {"parhelion":"backup","format":1,…}   the header
 *   {"file":KEY} or {"table":NAME,…}      a section begins
 *   {"bytes":N}                           N bytes of it follow, and the next line after them; as often as needed
 *   {"end":KEY or NAME,…}                 the section is over
 *   {"end":"backup",…,"sha256":HEX}       closes the file: the digest of every byte before this line
 *
 * Whoever reads on to the closing line knows that nothing is missing.
 */
export const FORMAT = 1

const LINE_BYTES_MAX = 1024 * 1024
const PIECE_BYTES_MAX = 1024 * 1024
const NEWLINE = 10

export type Line = Readonly<Record<string, unknown>>

export const encodeLine = (line: Line): Buffer => Buffer.from(`${JSON.stringify(line)}\n`)

/** The bytes of a section, each piece behind the line that announces it. */
export async function* encodeBody(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of body) {
    for (let from = 0; from < chunk.length; from += PIECE_BYTES_MAX) {
      const piece = chunk.subarray(from, from + PIECE_BYTES_MAX)
      yield encodeLine({ bytes: piece.length })
      yield piece
    }
  }
}

/** Passes everything on and closes it with a line that has the digest of it all. */
export async function* encodeClosed(content: AsyncIterable<Buffer>, closing: () => Line): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  for await (const chunk of content) {
    hash.update(chunk)
    yield chunk
  }
  yield encodeLine({ ...closing(), sha256: hash.digest('hex') })
}

/** Reads lines and the bytes they announce, never more than a piece at a time. */
export class RecordReader {
  readonly #chunks: AsyncIterator<Buffer>
  readonly #hash = createHash('sha256')
  #rest: Buffer = Buffer.alloc(0)
  /** A line that was read and belongs to who asks next. */
  #ahead: Line | undefined

  constructor(source: AsyncIterable<Buffer>) {
    this.#chunks = source[Symbol.asyncIterator]()
  }

  /** @throws StartError when the file ends here, or what comes is no line */
  async line(): Promise<Line> {
    const ahead = this.#ahead
    this.#ahead = undefined
    if (ahead !== undefined) return ahead
    const digest = this.#hash.copy()
    const text = await this.#upToNewline()
    const line = parseLine(text)
    if (line.sha256 !== undefined && line.sha256 !== digest.digest('hex')) throw damaged('its digest is another one')
    return line
  }

  /** The bytes of the section that began, up to the line that ends it. */
  async *body(): AsyncGenerator<Buffer> {
    for (;;) {
      const line = await this.line()
      if (line.bytes === undefined) {
        this.#ahead = line
        return
      }
      const { bytes } = line
      if (!Number.isInteger(bytes) || Number(bytes) < 1 || Number(bytes) > PIECE_BYTES_MAX)
        throw damaged('a bad length')
      yield* this.#take(Number(bytes))
    }
  }

  /** @throws StartError when something follows */
  async end(): Promise<void> {
    if (this.#rest.length > 0 || (await this.#more())) throw damaged('it goes on after its end')
  }

  async #upToNewline(): Promise<string> {
    for (;;) {
      const at = this.#rest.indexOf(NEWLINE)
      if (at >= 0) return this.#cut(at + 1).toString('utf8', 0, at)
      if (this.#rest.length > LINE_BYTES_MAX) throw damaged('a line has no end')
      if (!(await this.#more())) throw cutOff()
    }
  }

  async *#take(bytes: number): AsyncGenerator<Buffer> {
    for (let left = bytes; left > 0; ) {
      if (this.#rest.length === 0 && !(await this.#more())) throw cutOff()
      const piece = this.#cut(Math.min(left, this.#rest.length))
      left -= piece.length
      yield piece
    }
  }

  #cut(bytes: number): Buffer {
    const cut = this.#rest.subarray(0, bytes)
    this.#rest = this.#rest.subarray(bytes)
    this.#hash.update(cut)
    return cut
  }

  /** Whether there is any. */
  async #more(): Promise<boolean> {
    const next = await this.#chunks.next().catch(error => {
      throw unreadable(error)
    })
    if (next.done === true) return false
    this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value])
    return true
  }
}

export const damaged = (what: string): StartError => new StartError(`The backup is damaged: ${what}`)

const cutOff = (): StartError => new StartError('The backup is cut off: its end is missing')

function parseLine(text: string): Line {
  let line: unknown
  try {
    line = JSON.parse(text)
  } catch {
    throw damaged('a line is no JSON')
  }
  if (typeof line !== 'object' || line === null) throw damaged('a line says nothing')
  return line as Line
}

/** What zlib says of bytes that it cannot unpack, and the system of a file that it cannot read. */
function unreadable(error: Error & { code?: string }): unknown {
  const { code = '', message } = error
  if (code === 'Z_BUF_ERROR') return cutOff()
  if (message === 'incorrect header check') return new StartError('This is no backup of Parhelion')
  return code.startsWith('Z_') ? damaged(message) : error
}
