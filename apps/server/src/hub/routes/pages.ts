import { randomBytes } from 'node:crypto'
import { ApiError, NotFound } from '@parhelion/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendFile } from '../../http/files.ts'
import { VERSION } from '../../lib/version.ts'
import type { BuiltConsole } from '../built.ts'

/** The pages of the console's router; what lies under them is theirs as well. */
const PAGES = ['/sign-in', '/samples', '/json-tools', '/apps', '/tokens', '/webhooks']

const BELOW_ASSETS = '/assets/*'
const FOREVER = 'public, max-age=31536000, immutable'

interface Needs {
  /** Undefined: it is not built, or not wanted. */
  readonly built: BuiltConsole | undefined
  readonly publicUrl: () => string
}

/** The pages of the console and their files; without a console `/` says where the API is. */
export function pageRoutes(fastify: FastifyInstance, { built, publicUrl }: Needs): void {
  if (built === undefined) {
    fastify.get('/', async (_, reply) => reply.type('text/plain; charset=utf-8').send(withoutPages(publicUrl())))
    return
  }
  const page = (_: FastifyRequest, reply: FastifyReply) => sendPage(built, reply)
  for (const path of ['/', ...PAGES, ...PAGES.map(one => `${one}/*`)]) fastify.get(path, page)
  fastify.get(BELOW_ASSETS, (request, reply) => {
    const path = `/assets/${(request.params as { '*': string })['*']}`
    return sendBuilt(built, path, FOREVER, request, reply)
  })
  for (const path of built.paths.filter(one => !one.startsWith('/assets/')))
    fastify.get(path, (request, reply) => sendBuilt(built, path, 'no-cache', request, reply))
}

/** Said for every page, whoever makes it. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
}

/** Where everything comes from: this server. `extra` comes beside it, such as what may be a style. */
export function policy(extra: Readonly<Record<string, string>> = {}): string {
  const directives = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data: blob:",
    'font-src': "'self'",
    'connect-src': "'self'",
    'worker-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    ...extra,
  }
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ')
}

async function sendPage(built: BuiltConsole, reply: FastifyReply): Promise<FastifyReply> {
  const nonce = randomBytes(16).toString('base64url')
  const csp = policy({ 'style-src': `'self' 'nonce-${nonce}'` })
  return reply.headers({ ...PAGE_HEADERS, 'content-security-policy': csp }).send(await built.page(nonce))
}

async function sendBuilt(
  built: BuiltConsole,
  path: string,
  caching: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const file = built.find(path, request.headers['accept-encoding'])
  if (file === undefined) throw new ApiError(NotFound)
  const headers = {
    'content-type': file.type,
    'cache-control': caching,
    vary: 'accept-encoding',
    ...(file.encoding === undefined ? {} : { 'content-encoding': file.encoding }),
  }
  return sendFile(request, reply, { size: file.size, etag: file.etag, headers, open: range => file.open(range) })
}

const withoutPages = (address: string) => `Parhelion ${VERSION}

The API is at ${address}/v2; ${address}/openapi.json and ${address}/postman.json describe it.
The pages of the console are not built here, or switched off.
`
