import type { Readable } from 'node:stream'
import { ApiError, InvalidRequest, NotFound } from '@parhelion/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ByteRange } from '../files/storage.ts'

/** A file to be read. */
export interface FilePage {
  /** Bytes. */
  readonly size: number
  readonly etag: string
  readonly headers: Readonly<Record<string, string>>
  /** Undefined: it is gone. */
  open(range: ByteRange): Promise<Readable | undefined>
}

/** Answers with a file, or the part of it that was asked for (RFC 9110 §14), or that it is known already (§13.1.2). */
export async function sendFile(request: FastifyRequest, reply: FastifyReply, page: FilePage): Promise<FastifyReply> {
  // Said with the file alone: an error is neither packed as it is nor kept like it.
  const headers = { ...page.headers, etag: page.etag, 'accept-ranges': 'bytes' }
  if (request.headers['if-none-match']?.split(/, */).includes(page.etag)) return reply.code(304).headers(headers).send()
  const asked = request.headers['if-range'] === undefined || request.headers['if-range'] === page.etag
  const range = asked ? readRange(request.headers.range, page.size) : undefined
  if (range === 'unsatisfiable') {
    const error = new ApiError(InvalidRequest, { titles: [`The file has ${page.size} bytes`] })
    reply.code(416).headers({ 'content-range': `bytes */${page.size}`, 'accept-ranges': 'bytes' })
    return reply.type('application/json; charset=utf-8').send(error.toReply())
  }
  const { start, end } = range ?? { start: 0, end: page.size - 1 }
  const status = range === undefined ? 200 : 206
  const ofPart = range === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${page.size}` }
  const told = { ...headers, ...ofPart, 'content-length': end - start + 1 }
  if (request.method === 'HEAD') return sendHead(reply.code(status).headers(told))
  const stream = await page.open({ start, end })
  if (stream === undefined) throw new ApiError(NotFound, { log: 'the file of a row is not there' })
  return reply.code(status).headers(told).send(stream)
}

/** The framework would set the length of what it sends, which is nothing. */
function sendHead(reply: FastifyReply): FastifyReply {
  reply.hijack()
  reply.raw.writeHead(reply.statusCode, reply.getHeaders() as Record<string, string>).end()
  return reply
}

/** One range of bytes; what is no range, or several, counts as none (RFC 9110 §14.2). */
function readRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (from === '' && to === '') return undefined
  const start = from === '' ? Math.max(size - Number(to), 0) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (start > end) return from !== '' && to !== '' && Number(to) < Number(from) ? undefined : 'unsatisfiable'
  return { start, end }
}
