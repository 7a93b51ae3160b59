import Fastify from 'fastify'
import type { Pool } from 'pg'
import type { Config } from './config.ts'

export interface App {
  /** Listens and returns the address that was bound, such as `http://127.0.0.1:8080`. */
  listen(): Promise<string>
  /** Stops taking requests, waits for those in flight; the pool is the caller's to end. */
  close(): Promise<void>
}

/** Composition root: every service once, in dependency order, then every `routes()`. */
export async function createApp({ config }: { config: Config; pool: Pool }): Promise<App> {
  const http = Fastify({ logger: { level: config.logLevel } })
  http.get('/health', async () => ({ status: 'ok' }))
  return {
    listen: () => http.listen({ host: config.host, port: config.port }),
    close: () => http.close(),
  }
}
