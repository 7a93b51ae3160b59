import type { FastifyInstance } from 'fastify'
import { readCookies } from './cookies.ts'

/** A page as a browser asks for it. */
export interface PageRequest {
  readonly query: URLSearchParams
  /** Fields of a form that was sent. */
  readonly form: URLSearchParams
  readonly cookies: ReadonlyMap<string, string>
  /** Where browsers reach us. */
  readonly publicUrl: string
}

export interface Page {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const FORM_BYTES = 64 * 1024

/** Serves a page below each of the paths, in a scope that takes forms. */
export function servePage(
  scope: FastifyInstance,
  at: { readonly method: 'GET' | 'POST'; readonly paths: readonly string[]; readonly publicUrl: () => string },
  handler: (asked: PageRequest) => Promise<Page>,
): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_BYTES },
    async (_request: unknown, body: string) => body,
  )
  for (const url of at.paths) {
    scope.route({
      method: at.method,
      url,
      handler: async (request, reply) => {
        const { search } = new URL(request.url, 'http://localhost')
        const page = await handler({
          query: new URLSearchParams(search),
          form: new URLSearchParams(typeof request.body === 'string' ? request.body : ''),
          cookies: readCookies(request.headers.cookie ?? ''),
          publicUrl: at.publicUrl(),
        })
        return reply.code(page.status).headers(page.headers).send(page.body)
      },
    })
  }
}
