import type { FastifyRequest } from 'fastify'

/** Where a reader who comes back was, as a stream told it; undefined for a new one, and for what no stream tells. */
export function cursorOf({ headers }: FastifyRequest): number | undefined {
  const shown = headers['last-event-id']
  return typeof shown === 'string' && /^\d{1,15}$/.test(shown) ? Number(shown) : undefined
}
