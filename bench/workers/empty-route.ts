import { randomUUID } from 'node:crypto'
import { limits } from '@parhelion/contract'
import Fastify, { LogController } from 'fastify'
import { pino } from 'pino'
import { answerJobs } from './job.ts'

/** Baseline of reads: a route that does nothing, in Fastify with the settings of the server and none of its hooks. */
const fastify = Fastify({
  loggerInstance: pino({ level: 'warn' }),
  logController: new LogController({ disableRequestLogging: true }),
  bodyLimit: limits.jsonBodyBytes,
  requestTimeout: 30_000,
  routerOptions: { maxParamLength: 12 * 1024 },
  genReqId: () => randomUUID(),
})
fastify.get('/', async () => ({}))

answerJobs(async () => {
  const address = await fastify.listen({ host: '127.0.0.1', port: 0 })
  return { port: Number(new URL(address).port) }
})
