import type { Operation, PathParams } from '@parhelion/contract'
import { Refusal, UsageError } from './failure.ts'

const ANSWER_MS_MAX = 30_000

/** The example of an operation has the static type of its schema. */
type ReplyOf<Op extends Operation> = Op['example']['reply']
type BodyOf<Op extends Operation> = NonNullable<Op['example']['body']>

interface Request<Op extends Operation> {
  readonly params?: PathParams<Op['path']>
  /** Such as `page[size]`. */
  readonly query?: Readonly<Record<string, string>>
  readonly body?: BodyOf<Op>
}

/** Calls operations of the contract as one key; whatever is not the success of the operation is thrown. */
export class Client {
  readonly #url: string
  readonly #key: { readonly id: string; readonly secret: string }

  /** @param url base of the API, without a trailing slash */
  constructor(url: string, key: { readonly id: string; readonly secret: string }) {
    this.#url = url
    this.#key = key
  }

  /** @throws Refusal with the sentences of the server, or one about the network */
  async call<Op extends Operation>(operation: Op, { params, query, body }: Request<Op> = {}): Promise<ReplyOf<Op>> {
    const path = fillPath(operation.path, (params ?? {}) as Readonly<Record<string, string>>)
    const search = query === undefined ? '' : `?${new URLSearchParams(query)}`
    const response = await this.#send(operation.method, path + search, body)
    const answer = await response.text().catch(cause => {
      throw new Refusal(`The answer of ${this.#url} broke off (${reasonOf(cause)})`)
    })
    const reply = parse(answer)
    if (response.status === operation.status && isRecord(reply)) return reply as ReplyOf<Op>
    throw this.#refusal(response.status, reply)
  }

  async #send(method: string, path: string, body: unknown): Promise<Response> {
    const { id, secret } = this.#key
    try {
      return await fetch(this.#url + path, {
        method,
        headers: {
          authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
      })
    } catch (cause) {
      throw new Refusal(
        `${this.#url} cannot be reached (${reasonOf(cause)}): start a server there with "parhelion serve", or say another --url`,
      )
    }
  }

  #refusal(status: number, reply: unknown): Refusal {
    const titles = titlesOf(reply)
    if (titles.length === 0) {
      return new Refusal(`${this.#url} answers with status ${status}, and not as this API does: check --url`)
    }
    const lines = titles.map(({ code, title }) => `${title} (${status} ${code})`)
    if (status === 401) lines.push(`${this.#url} does not accept the key ${this.#key.id} with this secret`)
    return new Refusal(lines.join('\n'))
  }
}

/** A dot segment would be resolved away, also in its encoded form, and another operation called. */
function fillPath(path: string, params: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? ''
    if (/^\.{0,2}$/.test(value)) throw new UsageError(`"${value}" is not an id`)
    return encodeURIComponent(value)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function titlesOf(reply: unknown): { code: string; title: string }[] {
  const errors: unknown = isRecord(reply) ? reply.errors : undefined
  if (!Array.isArray(errors)) return []
  return errors.filter(isRecord).map(({ code, title }) => ({ code: String(code), title: String(title) }))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** `fetch` says only that it failed; its cause knows why. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer in ${ANSWER_MS_MAX / 1000} s`
  const cause = error.cause as NodeJS.ErrnoException | undefined
  return cause?.code ?? cause?.message ?? error.message
}
