import { ApiError, Unavailable } from '@parhelion/contract'
import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

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
  const duration = new Histogram({
    name: 'parhelion_http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer',
    labelNames: ['operation', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  fastify.addHook('onResponse', (request, reply, done) => {
    duration.observe({ operation: request.operation, status: reply.statusCode }, reply.elapsedTime / 1000)
    done()
  })
  fastify.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()))
}
