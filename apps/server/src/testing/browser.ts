import type { Answer } from '@parhelion/testkit'
import type { TestServer } from './test-server.ts'

interface Asked {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Speaks as a page of the console in a browser does: with what that browser says of itself, and its cookie. */
export class Browser {
  readonly #address: string
  /** The cookie as it is sent back; undefined before a sign-in. */
  cookie: string | undefined

  constructor(address: string, cookie?: string) {
    this.#address = address
    this.cookie = cookie
  }

  async send<Body = unknown>(method: string, path: string, { body, headers = {} }: Asked = {}): Promise<Answer<Body>> {
    const response = await fetch(this.#address + path, {
      method,
      redirect: 'manual',
      headers: {
        'sec-fetch-site': 'same-origin',
        'x-parhelion-console': '1',
        ...(this.cookie === undefined ? {} : { cookie: this.cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const set = response.headers.get('set-cookie')
    if (set !== null) this.cookie = set.split(';')[0]
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
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
