import { basicAuth } from '../basic-auth.ts'
import { engine } from '../engine/engine.ts'
import type { PreparedBody, ReadAnswer } from '../engine/protocol.ts'
import type { Values } from '../values.ts'
import type { Credentials } from './credentials.ts'

/** What came back, for people. */
export interface Answer {
  readonly status: number
  readonly statusText: string
  readonly milliseconds: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
  readonly read: ReadAnswer
  /** What was not sent just as the request says. */
  readonly faults: readonly string[]
}

export interface Sending {
  readonly item: string
  readonly values: Values
  readonly files: Readonly<Record<string, File>>
  readonly credentials: Credentials
  /** Where the API is, as its callers see it. */
  readonly address: string
}

/** The answer could not be had; the curl command can. */
export class ForeignAddress extends Error {
  override readonly name = 'ForeignAddress'
  constructor(url: string) {
    super(`The request goes to ${new URL(url).origin}. From this page nothing is sent but to its own server.`)
  }
}

/**
 * Sends the request of an item to this server.
 * @throws ForeignAddress when it goes elsewhere; Error with what is missing, or what the browser says
 */
export async function send({ item, values, files, credentials, address }: Sending): Promise<Answer> {
  const withAuth = credentials.kind === 'request'
  const prepared = await engine.call('prepare', { item, values, withAuth })
  const body = bodyOf(prepared.body, files)
  const missing = [...prepared.missing, ...body.missing]
  if (missing.length > 0) throw new Error(`Fill in first: ${missing.join(', ')}`)
  const path = ownPath(prepared.url, address)
  const headers = new Headers(prepared.headers.map(([name, value]) => [name, value]))
  const asSession = credentials.kind === 'session'
  if (asSession) headers.set('x-parhelion-console', '1')
  else if (!withAuth) headers.set('authorization', authorization(credentials))
  const begin = performance.now()
  const response = await fetch(asSession ? sessionPath(path) : path, {
    method: prepared.method,
    headers,
    body: body.content,
    credentials: asSession ? 'same-origin' : 'omit',
    cache: 'no-store',
  })
  const text = await response.text()
  const milliseconds = performance.now() - begin
  return {
    status: response.status,
    statusText: response.statusText,
    milliseconds,
    headers: [...response.headers],
    body: text,
    read: await engine.call('answer', { item, status: response.status, body: text }),
    faults: prepared.faults,
  }
}

/** The path of an address of this server, under whichever name it is called. */
function ownPath(url: string, address: string): string {
  if (!URL.canParse(url)) throw new Error(`“${url}” is no address: look at the inputs`)
  const { origin, pathname, search } = new URL(url)
  const base = new URL(address)
  if (origin === location.origin) return pathname + search
  if (origin !== base.origin) throw new ForeignAddress(url)
  const prefix = base.pathname.replace(/\/$/, '')
  return (pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : pathname) + search
}

/** What a session may call lies under `/hub`: the API itself takes no cookie. */
function sessionPath(path: string): string {
  const own = path.replace(/^\/sc(?=\/v2\/)/, '')
  if (own.startsWith('/v2/')) return `/hub${own}`
  throw new Error(`The session calls addresses under /v2 only, and this is ${path}: choose a key instead`)
}

function authorization({ kind, keyId, secret, token }: Credentials): string {
  if (kind === 'token') {
    if (token.trim() === '') throw new Error('Fill in the token first')
    return `Bearer ${token.trim()}`
  }
  if (keyId.trim() === '' || secret.trim() === '') throw new Error('Fill in the id and the secret of the key first')
  return basicAuth(keyId.trim(), secret.trim())
}

function bodyOf(body: PreparedBody, files: Sending['files']): { content: BodyInit | null; missing: string[] } {
  switch (body.kind) {
    case 'none':
      return { content: null, missing: [] }
    case 'text':
      return { content: body.text, missing: [] }
    case 'file': {
      const file = files[body.input]
      return { content: file ?? null, missing: file === undefined ? [body.input] : [] }
    }
    case 'multipart': {
      const form = new FormData()
      const missing: string[] = []
      for (const part of body.parts) {
        const file = part.kind === 'file' ? files[part.input] : undefined
        if (part.kind === 'text' && part.contentType === undefined) form.append(part.name, part.value)
        else if (part.kind === 'text') form.append(part.name, new Blob([part.value], typeOf(part.contentType)))
        else if (file === undefined) missing.push(part.input)
        else {
          const own = part.contentType === undefined ? file : new Blob([file], typeOf(part.contentType))
          form.append(part.name, own, part.fileName ?? file.name)
        }
      }
      return { content: form, missing }
    }
  }
}

const typeOf = (type: string | undefined) => (type === undefined ? {} : { type })
