import type { Operation, PathParams } from '@parhelion/contract'
import type { Static, TSchema } from 'typebox'

/** A key, or any other value of the `Authorization` header. */
export type Credential = { readonly id: string; readonly secret: string } | { readonly authorization: string }

export interface Answer<Body> {
  readonly status: number
  readonly headers: Headers
  readonly body: Body
}

/** Body of a refusal, for tests that expect one. */
export interface Refusal {
  readonly errors: readonly { readonly code: string; readonly title: string }[]
}

interface Request<Op extends Operation> {
  readonly params?: PathParams<Op['path']> | Readonly<Record<string, string>>
  /** Written into the address as it is, such as `page[size]=2`. */
  readonly query?: string
  /** Anything at all, since tests send what is wrong as well. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly as?: Credential
}

/** Calls operations of the contract over HTTP. The reply is typed as the success of the operation; tests look at the status. */
export class ApiClient {
  readonly address: string
  readonly #as: Credential | undefined

  constructor(address: string, as?: Credential) {
    this.address = address
    this.#as = as
  }

  as(credential: Credential): ApiClient {
    return new ApiClient(this.address, credential)
  }

  async call<Op extends Operation>(
    operation: Op,
    request: Request<Op> = {},
  ): Promise<Answer<Static<Op['reply'] & TSchema>>> {
    const { params = {}, query, body, headers, as = this.#as } = request
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent((params as Record<string, string>)[name] ?? `{${name}}`),
    )
    const isForm = operation.bodyType !== undefined && typeof body === 'object' && body !== null
    return this.send(operation.method, query === undefined ? path : `${path}?${query}`, {
      body: isForm ? formOf(body as Readonly<Record<string, string | File>>) : body,
      ...(headers === undefined ? {} : { headers }),
      ...(as === undefined ? {} : { as }),
    })
  }

  /** A request that no operation stands for. A string is sent as it is, anything else as JSON. */
  async send<Body>(
    method: string,
    path: string,
    {
      body,
      as = this.#as,
      headers = {},
    }: { body?: unknown; as?: Credential; headers?: Readonly<Record<string, string>> } = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(this.address + path, {
      method,
      headers: {
        ...(as === undefined ? {} : { authorization: authorizationOf(as) }),
        ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isSentAsItIs(body) ? body : JSON.stringify(body) }),
      redirect: 'manual',
    } as RequestInit)
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: parse(text) as Body }
  }
}

const isSentAsItIs = (body: unknown): body is string | Uint8Array | FormData =>
  typeof body === 'string' || body instanceof Uint8Array || body instanceof FormData

/** A text stands for a file that holds it. */
function formOf(parts: Readonly<Record<string, string | File>>): FormData {
  const form = new FormData()
  for (const [name, part] of Object.entries(parts))
    form.append(name, typeof part === 'string' ? new File([part], 'file.txt') : part)
  return form
}

export function authorizationOf(credential: Credential): string {
  if ('authorization' in credential) return credential.authorization
  return `Basic ${Buffer.from(`${credential.id}:${credential.secret}`).toString('base64')}`
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
