import type { FastifyInstance } from 'fastify'

const CALLS_MAX = 50

/** Where the webhook of the demo app points. */
export const RECEIVER_PATH = '/demo/webhook'

/**
 * A receiver of webhooks to try things out with, in development mode: it takes calls and shows the last 50, newest first.
 * It keeps them in memory only.
 */
export function receiverRoutes(fastify: FastifyInstance): void {
  const calls: { receivedAt: string; body: unknown }[] = []
  fastify.post(RECEIVER_PATH, async (request, reply) => {
    calls.unshift({ receivedAt: new Date().toISOString(), body: request.body })
    calls.length = Math.min(calls.length, CALLS_MAX)
    return reply.code(200).send({})
  })
  fastify.get(RECEIVER_PATH, async () => ({ calls }))
}
