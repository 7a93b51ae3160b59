import { connect, type Socket } from 'node:net'

export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  /** Parsed as JSON; undefined when there is none. */
  readonly body: unknown
}

/**
 * Writes bytes to the server as they are and reads its answers until it closes or `answers` have come: for requests that
 * no HTTP client would send.
 */
export async function rawRequests(address: string, bytes: string | Buffer, answers = 1): Promise<RawAnswer[]> {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  try {
    socket.write(bytes)
    return await readAnswers(socket, answers)
  } finally {
    socket.destroy()
  }
}

export async function rawRequest(address: string, bytes: string | Buffer): Promise<RawAnswer> {
  const [answer] = await rawRequests(address, bytes)
  if (answer === undefined) throw new Error('the connection was closed without an answer')
  return answer
}

/** Head of a request with `Host`, the lines given, and the empty line that ends it. */
export function requestHead(line: string, ...headers: string[]): string {
  return [line, 'Host: localhost', ...headers, '', ''].join('\r\n')
}

/** Answers from a connection until so many have come or it is closed. */
export async function readAnswers(socket: Socket, wanted: number): Promise<RawAnswer[]> {
  let received = Buffer.alloc(0)
  const answers: RawAnswer[] = []
  try {
    for await (const chunk of socket) {
      received = Buffer.concat([received, chunk as Buffer])
      for (let next = take(received); next !== undefined; next = take(received)) {
        received = received.subarray(next.length)
        // An interim answer, such as 100, is followed by the real one.
        if (next.answer.status >= 200) answers.push(next.answer)
        if (answers.length === wanted) return answers
      }
    }
  } catch (error) {
    // A server that refuses a body may close while it is still being sent.
    if (answers.length === 0) throw error
  }
  return answers
}

/** The first whole answer in the bytes; all of ours tell their length. */
function take(bytes: Buffer): { answer: RawAnswer; length: number } | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [line = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const headers = new Headers(lines.map(text => [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)]))
  const length = end + 4 + Number(headers.get('content-length') ?? 0)
  if (bytes.length < length) return undefined
  const text = bytes.subarray(end + 4, length).toString('utf8')
  return {
    answer: { status: Number(line.split(' ')[1]), headers, body: text === '' ? undefined : JSON.parse(text) },
    length,
  }
}
