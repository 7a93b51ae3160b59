import type { FastifyReply, FastifyRequest } from 'fastify'
import { toLog } from '../../lib/to-log.ts'
import { type EventStream, follow } from '../streams.ts'

const LOOK_MS = 1_000

/** Where a reader who comes back was, as a stream told it; undefined for a new one, and for what no stream tells. */
export function cursorOf({ headers }: FastifyRequest): number | undefined {
  const shown = headers['last-event-id']
  return typeof shown === 'string' && /^\d{1,15}$/.test(shown) ? Number(shown) : undefined
}

interface Followed {
  readonly stream: EventStream
  /** Of what, for the log. */
  readonly name: string
  /** Sends what is new; done each second, and when the stream is woken. */
  readonly step: () => Promise<void>
}

/** Answers with a stream once its first step is done: when that one throws, it is answered with an error instead. */
export async function sendStream(
  request: FastifyRequest,
  reply: FastifyReply,
  { stream, name, step }: Followed,
): Promise<FastifyReply> {
  try {
    await step()
  } catch (error) {
    stream.body.destroy()
    throw error
  }
  const onFailure = (error: unknown) => request.log.error({ error: toLog(error) }, `a stream of ${name} failed`)
  void follow(stream, LOOK_MS, step, onFailure)
  return reply.type('text/event-stream; charset=utf-8').send(stream.body)
}
