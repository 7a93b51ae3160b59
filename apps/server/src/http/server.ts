import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
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
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import type { Logger } from 'pino'
import { toLog } from '../lib/to-log.ts'
import { toApiError } from './errors.ts'
import { parseJsonBody } from './json-body.ts'

/** A path segment is at most an externalId of 1024 characters, each up to 12 bytes once percent-encoded. */
const PARAM_LENGTH_MAX = 12 * 1024

/** A request that arrives slower than this is cut off; unlike the bodies we take, slowness has no other bound. */
const TIMEOUTS = { headersMs: 10_000, requestMs: 20_000, uploadMs: 15 * 60_000, checkEveryMs: 5_000 }

/** The web framework with our limits, our body parser and our errors; it knows no operation. */
export function createFastify(logger: Logger, timeouts = TIMEOUTS): FastifyInstance {
  const fastify = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.jsonBodyBytes,
    requestTimeout: timeouts.uploadMs,
    // Otherwise what arrives on an open connection while the server closes is refused, without an envelope.
    return503OnClosing: false,
    http: {
      headersTimeout: timeouts.headersMs,
      connectionsCheckingInterval: timeouts.checkEveryMs,
      // Node's own refusal has no envelope.
      requireHostHeader: false,
    },
    rewriteUrl: ({ url = '/' }) => originForm(url),
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
  addHooks(fastify, timeouts.requestMs)
  fastify.setErrorHandler(sendError)
  fastify.setNotFoundHandler((request, reply) => sendError(nothingAt(fastify, request), request, reply))
  return fastify
}

function addHooks(fastify: FastifyInstance, requestMs: number): void {
  // Node refuses, without an envelope, whatever it does not know to be expected; RFC 9110 §10.1.1 lets us ignore it.
  fastify.server.on('checkExpectation', (request, reply) => fastify.routing(request, reply))
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(headersOf(request.id))
    boundBody(request, requestMs)
    // Nothing is of no type: clients that tell one of it, such as that of a form, mean no more by it.
    if (request.headers['content-length'] === '0') delete request.headers['content-type']
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1')
      done(new ApiError(InvalidRequest, { titles: ['The request has no Host header'] }))
    // Before the framework looks at the body, which has no say in this.
    else if (request.is404) done(nothingAt(fastify, request))
    else done()
  })
  fastify.addHook('onResponse', (request, reply, done) => {
    const { id: reqId, method, routeOptions, log } = request
    const { statusCode: status, elapsedTime } = reply
    log.info({ reqId, method, route: routeOptions.url, status, ms: Math.round(elapsedTime) }, 'request')
    done()
  })
}

/** Cuts off a body that takes too long; only an upload may take its time, which Node bounds. */
function boundBody({ raw, headers, routeOptions }: FastifyRequest, ms: number): void {
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return
  if ((routeOptions.config as { isUpload?: boolean }).isUpload === true) return
  const timer = setTimeout(() => {
    const late = Object.assign(new Error('the body is late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })
    answerBrokenRequest(late, raw.socket)
  }, ms)
  for (const over of ['end', 'close'] as const) raw.once(over, () => clearTimeout(timer))
}

/** Replies hold secrets and are never to be guessed at by a browser or kept by a proxy. */
const headersOf = (requestId: string) => ({
  'x-request-id': requestId,
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
})

/** Proxies send the whole address; a server has to take it (RFC 9112 §3.2.2). */
function originForm(url: string): string {
  if (url.startsWith('/')) return url
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '')
  return path.startsWith('/') ? path : `/${path}`
}

/** Two texts: the caller is told the titles of the catalogue, the log what happened. Neither repeats what was sent. */
function sendError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = toApiError(thrown)
  const { status, code } = error.definition
  const { id: reqId, log } = request
  if (status >= 500) log.error({ reqId, code, error: toLog(error.cause ?? error) }, error.message)
  else log.debug({ reqId, code, status, reason: error.message }, 'refused')
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
