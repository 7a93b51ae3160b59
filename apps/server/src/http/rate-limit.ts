import rateLimit from '@fastify/rate-limit'
import { ApiError, TooManyRequests } from '@parhelion/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Soon } from '../lib/soon.ts'

/** Counts a request of a known caller. */
export type CountRequest = (request: FastifyRequest, reply: FastifyReply) => Soon<void>

/**
 * So many requests a minute for each key, counted by every process for itself.
 * The function it gives throws ApiError `too_many_requests`, with `Retry-After` in whole seconds.
 */
export async function rateLimitPerKey(fastify: FastifyInstance, perMinute: number | 'off'): Promise<CountRequest> {
  if (perMinute === 'off') return () => undefined
  await fastify.register(rateLimit, { global: false, cache: 100_000 })
  const count = fastify.createRateLimit({
    max: perMinute,
    timeWindow: 60_000,
    keyGenerator: request => request.principal?.keyId ?? '',
  })
  return async (request, reply) => {
    const state = await count(request)
    if (state.isAllowed) return
    reply.header('ratelimit-limit', state.max).header('ratelimit-remaining', state.remaining)
    if (state.isExceeded)
      throw new ApiError(TooManyRequests, { headers: { 'retry-after': String(state.ttlInSeconds) } })
  }
}
