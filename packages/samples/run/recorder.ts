import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { untrustedCertificate } from './certificate.ts'

/** A request as it came in. */
export interface Recorded {
  readonly method: string
  /** Path and query as sent, without the prefix of the run. */
  readonly target: string
  /** In the order and with the capitals in which they came. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer
}

/** How the recorder answers. */
export type Answer =
  | { readonly kind: 'reply'; readonly status: number; readonly contentType?: string; readonly body: string }
  /** The connection ends without an answer. */
  | { readonly kind: 'cut' }
  /** The connection stays open, and nothing comes. */
  | { readonly kind: 'hang' }

/** The requests of one program. */
export interface Run {
  /** Where the program has to send to. */
  readonly baseUrl: string
  /** What came, without requests for tokens and first tries that a challenge answers. */
  readonly requests: Recorded[]
  /** Requests to a path that ends in `/oauth/token`. */
  readonly tokenRequests: Recorded[]
}

interface OpenRun extends Run {
  readonly answer: Answer
  readonly challenge: string | undefined
}

export const TOKEN = 'token-of-the-recorder'

/** Answers programs under test and keeps what they sent. */
export class Recorder {
  readonly #server: Server
  readonly #secure: SecureServer
  readonly #runs = new Map<string, OpenRun>()
  #count = 0

  private constructor(server: Server, secure: SecureServer) {
    this.#server = server
    this.#secure = secure
    for (const one of [server, secure]) {
      one.on('request', (request, response) => void this.#receive(request, response))
    }
  }

  static async start(): Promise<Recorder> {
    const server = createServer({ keepAlive: false })
    const secure = createSecureServer({ keepAlive: false, ...(await untrustedCertificate()) })
    const recorder = new Recorder(server, secure)
    for (const one of [server, secure]) {
      await new Promise<void>(resolve => one.listen(0, '127.0.0.1', resolve))
    }
    return recorder
  }

  /** `challenge`: the header that asks for digest authentication; a request without it is answered with 401. */
  open(answer: Answer, challenge?: string, protocol: 'http' | 'https' = 'http'): Run {
    const { port } = (protocol === 'http' ? this.#server : this.#secure).address() as AddressInfo
    const prefix = `/run/${++this.#count}`
    const baseUrl = `${protocol}://127.0.0.1:${port}${prefix}`
    const run = { baseUrl, requests: [], tokenRequests: [], answer, challenge }
    this.#runs.set(prefix, run)
    return run
  }

  async stop(): Promise<void> {
    for (const server of [this.#server, this.#secure]) {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    }
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const recorded = await record(request)
    const [, prefix = '', target = ''] = /^(\/run\/\d+)(.*)$/.exec(recorded.target) ?? []
    const run = this.#runs.get(prefix)
    if (run === undefined) return reply(response, 404, 'text/plain', 'no such run')
    if (/\/oauth\/token$/.test(target)) {
      run.tokenRequests.push({ ...recorded, target })
      return reply(response, 200, 'application/json', JSON.stringify({ access_token: TOKEN, token_type: 'Bearer' }))
    }
    const isFirstTry = run.challenge !== undefined && !recorded.headers.some(([, value]) => value.startsWith('Digest '))
    if (isFirstTry) {
      response.setHeader('WWW-Authenticate', run.challenge)
      return reply(response, 401, 'text/plain', '')
    }
    run.requests.push({ ...recorded, target })
    answer(run.answer, request, response)
  }
}

function answer(how: Answer, request: IncomingMessage, response: ServerResponse): void {
  if (how.kind === 'cut') request.socket.destroy()
  if (how.kind === 'reply') reply(response, how.status, how.contentType, how.body)
}

function reply(response: ServerResponse, status: number, contentType: string | undefined, body: string): void {
  response.statusCode = status
  response.setHeader('Connection', 'close')
  if (contentType !== undefined && body !== '') response.setHeader('Content-Type', contentType)
  response.end(body)
}

async function record(request: IncomingMessage): Promise<Recorded> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const raw = request.rawHeaders.map(text => Buffer.from(text, 'latin1').toString('utf8'))
  const headers = Array.from({ length: raw.length / 2 }, (_, at) => [raw[at * 2] ?? '', raw[at * 2 + 1] ?? ''] as const)
  return { method: request.method ?? '', target: request.url ?? '', headers, body: Buffer.concat(chunks) }
}
