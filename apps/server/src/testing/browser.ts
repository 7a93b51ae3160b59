import type { Answer } from '@parhelion/testkit'
import type { TestServer } from './test-server.ts'

interface Asked {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Speaks as a page of the console in a browser does: with what that browser says of itself, and its cookie. */
export class Browser {
  readonly address: string
  /** The cookie as it is sent back; undefined before a sign-in. */
  cookie: string | undefined

  constructor(address: string, cookie?: string) {
    this.address = address
    this.cookie = cookie
  }

  /** @param signal cuts the connection */
  fetch(method: string, path: string, { body, headers = {}, signal }: Asked & { signal?: AbortSignal } = {}) {
    return fetch(this.address + path, {
      method,
      redirect: 'manual',
      headers: {
        'sec-fetch-site': 'same-origin',
        'x-parhelion-console': '1',
        ...(this.cookie === undefined ? {} : { cookie: this.cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(signal === undefined ? {} : { signal }),
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  }

  async send<Body = unknown>(method: string, path: string, asked: Asked = {}): Promise<Answer<Body>> {
    const response = await this.fetch(method, path, asked)
    const text = await response.text()
    const set = response.headers.get('set-cookie')
    if (set !== null) this.cookie = set.split(';')[0]
    const isJson = text !== '' && response.headers.get('content-type')?.startsWith('application/json')
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as Body }
  }

  signIn(shown: unknown): Promise<Answer<{ session: { keyId: string; scope: string; appId?: string } }>> {
    return this.send('POST', '/hub/session', { body: shown })
  }
}

/** A browser in which the holder of a key is signed in. */
export async function signedIn(server: TestServer, key: { readonly id: string; readonly secret: string }) {
  const browser = new Browser(server.anonymous.address)
  const { status } = await browser.signIn({ keyId: key.id, secret: key.secret })
  if (status !== 201) throw new Error(`the sign-in was answered with ${status}`)
  return browser
}

export interface Received {
  readonly event: string
  readonly id: string
  readonly data: unknown
}

/** A stream of server-sent events as a browser reads it. */
export class EventReader {
  readonly status: number
  readonly headers: Headers
  readonly events: Received[] = []
  /** Where a browser would go on. */
  lastEventId = ''
  readonly ended: Promise<void>
  readonly #cut: AbortController

  private constructor(response: Response, cut: AbortController) {
    this.status = response.status
    this.headers = response.headers
    this.#cut = cut
    this.ended = this.#read(response).catch(() => undefined)
  }

  /** @param lastEventId what a browser shows that comes back */
  static async open(browser: Browser, path: string, lastEventId?: string): Promise<EventReader> {
    const cut = new AbortController()
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
    return new EventReader(await browser.fetch('GET', path, { headers, signal: cut.signal }), cut)
  }

  close(): void {
    this.#cut.abort()
  }

  async #read(response: Response): Promise<void> {
    let text = ''
    for await (const chunk of (response.body ?? new Response('').body)?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) this.#take(block)
    }
  }

  #take(block: string): void {
    const fields = new Map(
      block.split('\n').map(line => [line.split(':', 1)[0], line.slice(line.indexOf(':') + 1).trim()]),
    )
    this.lastEventId = fields.get('id') ?? this.lastEventId
    const data = fields.get('data')
    if (data === undefined) return
    this.events.push({ event: fields.get('event') ?? 'message', id: this.lastEventId, data: JSON.parse(data) })
  }
}
