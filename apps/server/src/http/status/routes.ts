import { ApiError, Unavailable } from '@parhelion/contract'
import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { Durations } from './durations.ts'

/** An event that waits for longer is worth a look: a process may be overwhelmed, or a transaction may never end. */
const OLD_SECONDS = 60

interface Needs {
  readonly ping: () => Promise<void>
  /** What is still to be delivered. */
  readonly backlog: () => Promise<{ readonly oldestSeconds: number }>
  /** Adds what else there is to measure. */
  readonly register: (registry: Registry) => void
}

/** `/health`: the process lives. `/ready`: it can serve. `/metrics`: how it does, in the format of Prometheus. */
export function statusRoutes(fastify: FastifyInstance, needs: Needs): void {
  fastify.get('/health', async () => ({ status: 'ok' }))
  fastify.get('/ready', async () => {
    await needs.ping().catch((cause: Error) => {
      throw new ApiError(Unavailable, {
        titles: ['The database does not answer'],
        log: cause.message,
        cause,
        headers: { 'retry-after': '1' },
      })
    })
    const { oldestSeconds } = await needs.backlog()
    const warnings =
      oldestSeconds > OLD_SECONDS ? [`An event waits for delivery since ${Math.round(oldestSeconds)} s`] : []
    return { status: 'ready', ...(warnings.length === 0 ? {} : { warnings }) }
  })
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  needs.register(registry)
  const durations = new Durations()
  fastify.addHook('onResponse', (request, reply, done) => {
    durations.observe(request.operation, reply.statusCode, reply.elapsedTime / 1000)
    done()
  })
  fastify.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(`${await registry.metrics()}${durations.expose()}`),
  )
}
