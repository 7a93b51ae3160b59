import {
  ApiError,
  closed,
  InvalidRequest,
  NotFound,
  type Operation,
  type PathParams,
  problems,
} from '@parhelion/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { Authenticator } from '../auth/authenticate.ts'
import { type AppAccess, authorize } from '../auth/authorize.ts'
import type { Principal } from '../auth/principal.ts'
import { type Soon, soon } from '../lib/soon.ts'
import { isHubOperation } from './address.ts'
import { sessionTokenOf } from './cookies.ts'
import { type FilePage, sendFile } from './files.ts'
import { isStorable } from './json-body.ts'
import { type Page, type PageRequest, servePage } from './pages.ts'
import { readQuery } from './query.ts'
import type { CountRequest } from './rate-limit.ts'
import { requireSameOrigin } from './same-origin.ts'
import { acceptUploads, type Stage, type UploadedFile, withUpload } from './uploads.ts'

/** The type of an optional part of an operation: undefined where it has none. */
type Part<Schema> =
  Extract<Schema, TSchema> extends infer Declared extends TSchema
    ? [Declared] extends [never]
      ? undefined
      : Static<Declared>
    : undefined

/** What a handler is given: everything checked by the contract. */
export interface Call<Op extends Operation> {
  readonly principal: Principal
  readonly params: PathParams<Op['path']>
  readonly query: Part<Op['query']>
  readonly body: Part<Op['body']>
  /** Those the operation declares, by name, as far as they were sent. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Absolute address of the request as clients reach it, with its query. */
  readonly address: string
}

export type Handler<Op extends Operation> = (call: Call<Op>) => Promise<Static<Op['reply']>>

/** The file has come whole and is not kept yet: what the handler does not keep is discarded. */
type UploadHandler<Op extends Operation> = (call: Call<Op>, file: UploadedFile) => Promise<Static<Op['reply']>>

declare module 'fastify' {
  interface FastifyRequest {
    /** Known before anything of the body is read. */
    principal: Principal | undefined
    /** The id of the operation that is asked for; `none` for what is none. */
    operation: string
  }
}

/**
 * Whom a browser's session speaks for.
 * @throws ApiError `unauthorized` when there is none, or it has ended
 */
export type SessionPrincipal = (token: string | undefined) => Promise<Principal>

interface Needs {
  readonly fastify: FastifyInstance
  readonly authenticator: Authenticator
  readonly session: SessionPrincipal
  readonly mayUse: AppAccess
  readonly count: CountRequest
  /** Base of links in replies; known once the server listens. */
  readonly publicUrl: () => string
  /** Holds every reply against the contract before it is sent; for tests. */
  readonly checkReplies: boolean
  /** Takes the file of an upload in. */
  readonly stage: Stage
}

/** The operations are also reached under this prefix, as on the hosted service. */
const PREFIXES = ['', '/sc']

/** Binds operations of the contract to handlers. */
export class Http {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
    needs.fastify.decorateRequest('principal', undefined)
    needs.fastify.decorateRequest('operation', 'none')
  }

  /** who → may they → what → do → reply; 401 and 403 are told before the body is looked at. */
  serve<Op extends Operation>(operation: Op, handler: Handler<Op>): void {
    this.#route(this.#needs.fastify, operation, (_, call) => handler(call))
  }

  /** As {@link serve}, for a form with a file. */
  serveUpload<Op extends Operation>(operation: Op, handler: UploadHandler<Op>): void {
    const { fastify, stage } = this.#needs
    fastify.register(async scope => {
      await acceptUploads(scope)
      this.#route(scope, operation, (request, call) => withUpload(request, stage, file => handler(call, file)))
    })
  }

  /** Files are read without credentials: whoever knows the address may. */
  serveFile(path: string, find: (params: Readonly<Record<string, string>>) => Promise<FilePage>): void {
    for (const prefix of PREFIXES) {
      this.#needs.fastify.get(prefix + path, async (request, reply) => {
        const params = request.params as Record<string, string>
        if (!Object.values(params).every(isStorable)) throw new ApiError(NotFound)
        return sendFile(request, reply, await find(params))
      })
    }
  }

  /** What people open in a browser; it checks for itself what it is sent. */
  servePage(method: 'GET' | 'POST', path: string, handler: (asked: PageRequest) => Promise<Page>): void {
    const { fastify, publicUrl } = this.#needs
    const paths = PREFIXES.map(one => one + path)
    fastify.register(async scope => servePage(scope, { method, paths, publicUrl }, handler))
  }

  #route<Op extends Operation>(
    scope: FastifyInstance,
    operation: Op,
    work: (request: FastifyRequest, call: Call<Op>) => Promise<unknown>,
  ): void {
    const { publicUrl } = this.#needs
    const finish = this.#finisher(operation)
    const isUpload = operation.bodyType !== undefined
    const headers = headerReader(operation)
    for (const prefix of PREFIXES) {
      scope.route({
        method: operation.method,
        url: prefix + operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
        onRequest: (request, reply, done) => {
          const admitted = this.#admit(operation, request, reply)
          if (admitted instanceof Promise) return admitted
          done()
        },
        handler: (request, reply) => {
          const call = {
            principal: operation.access.length === 0 ? undefined : principalOf(request),
            params: request.params,
            query:
              operation.query === undefined ? undefined : checkQuery(operation, operation.query, searchOf(request)),
            body:
              operation.body === undefined || isUpload ? undefined : checkBody(operation, operation.body, request.body),
            headers: headers(request.headers),
            address: publicUrl() + request.url,
          }
          // The parts were just checked against the schemas from which the types of Call are made.
          reply.code(operation.status)
          return finish(work(request, call as Call<Op>))
        },
      })
    }
  }

  #admit(operation: Operation, request: FastifyRequest, reply: FastifyReply): Soon<void> {
    request.operation = operation.id
    const { mayUse, count, publicUrl } = this.#needs
    const params = request.params as Record<string, string>
    const isFromPage = isHubOperation(request.originalUrl)
    if (isFromPage) requireSameOrigin(request, publicUrl())
    if (operation.access.length === 0) return
    return soon(this.#principal(request.headers, isFromPage), principal => {
      request.principal = principal
      return soon(count(request, reply), () => {
        if (!Object.values(params).every(isStorable))
          throw new ApiError(InvalidRequest, { titles: ['The path has U+0000 in it'] })
        return authorize(operation, principal, params, mayUse)
      })
    })
  }

  /** One way for each: a page of the console never signs in by a header, a client never by a cookie. */
  #principal(headers: FastifyRequest['headers'], isFromPage: boolean): Soon<Principal> {
    const { authenticator, session } = this.#needs
    return isFromPage ? session(sessionTokenOf(headers)) : authenticator.authenticate(headers.authorization)
  }

  #finisher(operation: Operation): (coming: Promise<unknown>) => Promise<unknown> {
    if (!this.#needs.checkReplies) return coming => coming
    const schema = closed(operation.reply)
    return async coming => {
      const reply = await coming
      const wrong = problems(schema, JSON.parse(JSON.stringify(reply)))
      if (wrong.length > 0) throw new Error(`${operation.id} answers against its contract: ${wrong.join('; ')}`)
      return reply
    }
  }
}

function principalOf({ principal }: FastifyRequest): Principal {
  if (principal === undefined) throw new Error('a handler ran before its caller was known')
  return principal
}

const searchOf = ({ url }: FastifyRequest): string => (url.includes('?') ? url.slice(url.indexOf('?') + 1) : '')

function checkBody(operation: Operation, schema: TSchema, sent: unknown): unknown {
  const body = sent === undefined && operation.bodyOptional ? {} : sent
  if (operation.bodyCheck !== 'stored') return check(schema, body)
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw refuse(['should be object'])
  return body
}

function headerReader({ headers = {} }: Operation): (sent: FastifyRequest['headers']) => Call<Operation>['headers'] {
  const known = Object.entries(headers).map(([name, { pattern, description }]) => ({
    ...{ name, field: name.toLowerCase(), pattern: new RegExp(pattern), description },
  }))
  return sent => {
    const read: Record<string, string | undefined> = {}
    for (const { name, field, pattern, description } of known) {
      const value = sent[field]
      if (value !== undefined && !(typeof value === 'string' && pattern.test(value)))
        throw refuse([`The header '${name}' should be: ${description}`])
      read[name] = value
    }
    return read
  }
}

/** The sentence that the operation documents comes first, where it documents one of its own for its query. */
function checkQuery(operation: Operation, schema: TSchema, search: string): unknown {
  const documented = operation.errors
    .filter(error => error.status === 400 && error !== InvalidRequest)
    .map(error => error.title)
  if (search.includes('%00')) throw refuse([...documented, 'The query has U+0000 in it'])
  return check(schema, readQuery(search, schema), documented)
}

function check(schema: TSchema, value: unknown, first: readonly string[] = []): unknown {
  const wrong = problems(schema, value)
  if (wrong.length === 0) return value
  throw refuse([...first, ...wrong])
}

const refuse = (titles: readonly string[]) =>
  new ApiError(InvalidRequest, { titles, log: 'request refused by its schema' })
