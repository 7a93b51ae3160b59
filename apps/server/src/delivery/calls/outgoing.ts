import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import ipaddr from 'ipaddr.js'
import type { Dispatcher } from 'undici'
import { request } from 'undici/lib/api/index.js'
import Agent from 'undici/lib/dispatcher/agent.js'
import { type Guard, hostOf } from './guard.ts'

/** Of an answer so much is kept: what the log shows, and room for a secret that begins in it. So much is read, so that its connection can be used again. */
const KEPT_BYTES_MAX = 1024 + 256
const READ_BYTES_MAX = 64 * 1024
/** For each host and port; what waits for one holds up nobody else. */
const CONNECTIONS_MAX = 32

export interface Answer {
  readonly status: number
  /** How the answer began. */
  readonly text: string
  /** Of the header `Retry-After`, in milliseconds from now. */
  readonly retryAfterMs: number | undefined
}

/** Finds the addresses of a name, as `dns.lookup` does. */
export type Resolve = (
  name: string,
  options: LookupOptions & { readonly all: true },
  done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void

interface Options {
  readonly guard: Guard
  /** From the look-up of the name to the end of the answer. */
  readonly timeoutMs: number
  readonly resolve?: Resolve
}

/**
 * Sends requests to the outside, as far as the guard lets them. What counts is the address that is really connected to,
 * whatever a name resolves to later. Redirects are not followed.
 */
export class Outgoing {
  readonly #guard: Guard
  readonly #timeoutMs: number
  readonly #resolve: Resolve
  readonly #agent: Agent

  constructor({ guard, timeoutMs, resolve = lookup }: Options) {
    this.#guard = guard
    this.#timeoutMs = timeoutMs
    this.#resolve = resolve
    this.#agent = new Agent({
      connections: CONNECTIONS_MAX,
      connect: { timeout: timeoutMs, lookup: (name, options, callback) => this.#lookUp(name, options, callback) },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      keepAliveTimeout: 4000,
    })
  }

  /** @throws ForbiddenAddress, or whatever keeps a request from being answered in time */
  async post(url: string, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const target = new URL(url)
    const host = hostOf(target)
    // A literal address is connected to without being looked up.
    if (ipaddr.isValid(host)) this.#guard.accept(host, host)
    const answer = await request.call(this.#agent, {
      origin: target.origin,
      path: target.pathname + target.search,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Parhelion', ...headers },
      body,
      signal: AbortSignal.timeout(this.#timeoutMs),
    })
    return {
      status: answer.statusCode,
      text: await readStart(answer.body),
      retryAfterMs: parseRetryAfter(answer.headers['retry-after']),
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy()
  }

  #lookUp(name: string, options: LookupOptions, callback: LookupCallback): void {
    this.#resolve(name, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, [])
      try {
        for (const { address } of found) this.#guard.accept(name, address)
      } catch (refused) {
        return callback(refused as Error, [])
      }
      const [first] = found
      if (options.all === true || first === undefined) callback(null, found)
      else callback(null, first.address, first.family)
    })
  }
}

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void

/** Whoever answers without end is cut off. */
async function readStart(body: Dispatcher.ResponseData['body']): Promise<string> {
  const kept: Buffer[] = []
  let read = 0
  for await (const chunk of body) {
    if (read < KEPT_BYTES_MAX) kept.push((chunk as Buffer).subarray(0, KEPT_BYTES_MAX - read))
    read += (chunk as Buffer).length
    // Leaving the loop ends the connection.
    if (read > READ_BYTES_MAX) break
  }
  return Buffer.concat(kept).toString('utf8')
}

/** Seconds, or a date (RFC 9110 §10.2.3). */
function parseRetryAfter(value: string | string[] | undefined): number | undefined {
  if (typeof value !== 'string') return undefined
  const ms = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}
