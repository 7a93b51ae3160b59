import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import ipaddr from 'ipaddr.js'
import { Agent, request } from 'undici'

const TIMEOUT_MS = 20_000
const ANSWER_BYTES_MAX = 1024

/** An address that nobody outside may be reached at. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress'
}

/**
 * Sends requests to the outside: to public addresses only, or in development also to this machine. What counts is the
 * address that is really connected to, whatever a name resolves to later. Redirects are not followed.
 */
export class Outgoing {
  readonly #allowLoopback: boolean
  readonly #agent: Agent

  constructor(options: { readonly allowLoopback: boolean }) {
    this.#allowLoopback = options.allowLoopback
    this.#agent = new Agent({
      connect: { timeout: TIMEOUT_MS, lookup: (name, options, callback) => this.#lookUp(name, options, callback) },
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
      keepAliveTimeout: 4000,
    })
  }

  /** The status of the answer. @throws ForbiddenAddress, or whatever keeps a request from being answered */
  async post(url: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<number> {
    const { hostname } = new URL(url)
    const literal = hostname.replace(/^\[|\]$/g, '')
    // A literal address is connected to without being looked up.
    if (ipaddr.isValid(literal)) this.#accept(literal)
    const answer = await request(url, {
      dispatcher: this.#agent,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Parhelion', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await answer.body.dump({ limit: ANSWER_BYTES_MAX })
    return answer.statusCode
  }

  async close(): Promise<void> {
    await this.#agent.destroy()
  }

  #lookUp(name: string, options: LookupOptions, callback: LookupCallback): void {
    lookup(name, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, [])
      try {
        for (const { address } of found) this.#accept(address)
      } catch (refused) {
        return callback(refused as Error, [])
      }
      const [first] = found
      if (options.all === true || first === undefined) callback(null, found)
      else callback(null, first.address, first.family)
    })
  }

  #accept(address: string): void {
    const range = ipaddr.process(address).range()
    if (range === 'unicast' || (this.#allowLoopback && range === 'loopback')) return
    throw new ForbiddenAddress(`addresses of the range ${range} are not called`)
  }
}

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void
