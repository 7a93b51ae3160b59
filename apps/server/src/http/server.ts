import { randomUUID } from 'node:crypto'
import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import {
  ApiError,
  InvalidRequest,
  limits,
  MethodNotAllowed,
  NotFound,
  RequestTimeout,
  UriTooLong,
} from '@parhelion/contract'
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type preValidationHookHandler,
} from 'fastify'
import type { Logger } from 'pino'
import { toLog } from '../lib/to-log.ts'
import { originForm, withoutHub } from './address.ts'
import { toApiError } from './errors.ts'
import { parseJsonBody } from './json-body.ts'
import { SlowBodies } from './slow-bodies.ts'

/** A path segment is at most an externalId of 1024 characters, each up to 12 bytes once percent-encoded. */
const PARAM_LENGTH_MAX = 12 * 1024

/** A request that arrives slower than this is cut off; unlike the bodies we take, slowness has no other bound. */
const TIMEOUTS = { headersMs: 10_000, requestMs: 20_000, uploadMs: 15 * 60_000, checkEveryMs: 5_000 }

/**
 * The web framework with our limits, our body parser and our errors; it knows no operation.
 * @param hasConsole whether operations are reached under `/hub` as well, by pages of the console
 */
export function createFastify(logger: Logger, { hasConsole = true, timeouts = TIMEOUTS } = {}): FastifyInstance {
  const fastify = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.jsonBodyBytes,
    // The contract checks what comes: the framework's own compilers of schemas need not be loaded.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    requestTimeout: timeouts.uploadMs,
    // Otherwise what arrives on an open connection while the server closes is refused, without an envelope.
    return503OnClosing: false,
    http: {
      headersTimeout: timeouts.headersMs,
      connectionsCheckingInterval: timeouts.checkEveryMs,
      // Node's own refusal has no envelope.
      requireHostHeader: false,
    },
    rewriteUrl: ({ url = '/' }) => (hasConsole ? withoutHub(url) : originForm(url)),
    routerOptions: { maxParamLength: PARAM_LENGTH_MAX },
    genReqId: () => randomUUID(),
    // Our lines name their request themselves: a logger made for each request costs more than the lines of most.
    childLoggerFactory: () => logger,
    frameworkErrors: (error, request, reply) => sendError(error, request, reply),
    clientErrorHandler: answerBrokenRequest,
  }) as unknown as FastifyInstance
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => parseJsonBody(body),
  )
  addHooks(fastify, logger, timeouts.requestMs)
  closeUnused(fastify)
  fastify.setErrorHandler(sendError)
  fastify.setNotFoundHandler((request, reply) => sendError(nothingAt(fastify, request), request, reply))
  return fastify
}

function addHooks(fastify: FastifyInstance, logger: Logger, requestMs: number): void {
  // Node refuses, without an envelope, whatever it does not know to be expected; RFC 9110 §10.1.1 lets us ignore it.
  fastify.server.on('checkExpectation', (request, reply) => fastify.routing(request, reply))
  const slow = new SlowBodies(requestMs, cutOff)
  fastify.addHook('onClose', async () => slow.stop())
  const ended: preValidationHookHandler = ({ raw }, _reply, done) => {
    slow.ended(raw)
    done()
  }
  fastify.addHook('onRoute', route => {
    // Of other methods the framework reads no body.
    if (![route.method].flat().some(method => METHODS_WITH_BODY.has(method))) return
    route.preValidation = [ended, ...[route.preValidation ?? []].flat()]
  })
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(headersOf(request.id))
    // Of an upload no body is waited for: it may take its time, which Node bounds.
    if (bringsBody(request.raw)) slow.began(request.raw)
    // Nothing is of no type: clients that tell one of it, such as that of a form, mean no more by it.
    if (request.headers['content-length'] === '0') delete request.headers['content-type']
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1')
      done(new ApiError(InvalidRequest, { titles: ['The request has no Host header'] }))
    // Before the framework looks at the body, which has no say in this.
    else if (request.is404) done(nothingAt(fastify, request))
    else done()
  })
  if (!logger.isLevelEnabled('info')) return
  fastify.addHook('onResponse', (request, reply, done) => {
    const { id: reqId, method, routeOptions, log } = request
    const { statusCode: status, elapsedTime } = reply
    log.info({ reqId, method, route: routeOptions.url, status, ms: Math.round(elapsedTime) }, 'request')
    done()
  })
}

/**
 * Browsers open connections ahead that they may never use. Node closes those that have served a request and are idle, and
 * would wait at a stop for those that never had any.
 */
function closeUnused(fastify: FastifyInstance): void {
  const open = new Set<Socket>()
  fastify.server.on('connection', socket => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  fastify.addHook('preClose', async () => {
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
  })
}

function noSchemas(): never {
  throw new Error('a route has a schema of the framework')
}

const METHODS_WITH_BODY = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

const bringsBody = ({ method = '', headers }: IncomingMessage): boolean =>
  METHODS_WITH_BODY.has(method) &&
  (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined)

function cutOff({ socket }: IncomingMessage): void {
  answerBrokenRequest(Object.assign(new Error('the body is late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket)
}

/** Replies hold secrets and are never to be guessed at by a browser or kept by a proxy. */
const headersOf = (requestId: string) => ({
  'x-request-id': requestId,
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
})

/** Two texts: the caller is told the titles of the catalogue, the log what happened. Neither repeats what was sent. */
function sendError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = toApiError(thrown)
  const { status, code } = error.definition
  const { id: reqId, log } = request
  if (status >= 500) log.error({ reqId, code, error: toLog(error.cause ?? error) }, error.message)
  else log.debug({ reqId, code, status, reason: error.message }, 'refused')
  // A file that came packed may have failed to be read; an error comes plain.
  reply.removeHeader('content-encoding')
  // What the framework refuses before a route is found has passed no hook.
  return reply
    .code(status)
    .headers({ ...headersOf(request.id), ...error.headers })
    .type('application/json; charset=utf-8')
    .send(error.toReply())
}

function nothingAt(fastify: FastifyInstance, request: FastifyRequest): ApiError {
  const allowed = methodsAt(fastify, request)
  return allowed.length === 0
    ? new ApiError(NotFound)
    : new ApiError(MethodNotAllowed, { headers: { allow: allowed.join(', ') } })
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

function methodsAt(fastify: FastifyInstance, { url }: FastifyRequest): string[] {
  const path = url.split('?')[0] ?? url
  return METHODS.filter(method => fastify.findRoute({ method, url: path }) !== null)
}

/** What is not even HTTP never becomes a request; it is answered on the bare socket, and the connection ends. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  const definition =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? RequestTimeout
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? UriTooLong
        : InvalidRequest
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const title = definition === InvalidRequest ? 'The request is not valid HTTP' : definition.title
  const body = JSON.stringify(new ApiError(definition, { titles: [title] }).toReply())
  const headers = {
    ...headersOf(randomUUID()),
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${definition.status} ${STATUS_CODES[definition.status]}\r\n${lines.join('')}\r\n${body}`)
}
