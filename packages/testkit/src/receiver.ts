import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface ReceivedEvent {
  readonly id: string
  readonly type: string
  readonly createdAt: string
  readonly sequence?: number
  readonly payload: Readonly<Record<string, unknown>>
}

export interface ReceivedCall {
  readonly at: number
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** As it came. */
  readonly body: string
  readonly app: { readonly id: string }
  readonly webhook: { readonly id: string; readonly version: string }
  readonly events: readonly ReceivedEvent[]
}

/** Answers a call: with a status, or by itself when it gives none. */
export type Respond = (call: ReceivedCall, response: ServerResponse) => number | undefined | Promise<number | undefined>

/** A receiver of webhooks on a free port of this machine, which keeps what it is called with. */
export class WebhookReceiver {
  readonly calls: ReceivedCall[] = []
  respond: Respond
  readonly #server: Server

  private constructor(respond: Respond) {
    this.respond = respond
    this.#server = createServer((request, response) => void this.#take(request, response))
  }

  /** @param port 0: a free one */
  static async start(respond: Respond = () => 200, port = 0): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver(respond)
    await new Promise<void>(resolve => receiver.#server.listen(port, '127.0.0.1', () => resolve()))
    return receiver
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Of all calls, in the order in which they came. */
  get events(): ReceivedEvent[] {
    return this.calls.flatMap(({ events }) => events)
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const call = { at: Date.now(), path: request.url ?? '', headers: request.headers, body, ...JSON.parse(body) }
    this.calls.push(call)
    const status = await this.respond(call, response)
    if (status !== undefined) response.writeHead(status).end()
  }
}
