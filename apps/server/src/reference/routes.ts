import { openapi, postman } from '@parhelion/contract'
import type { FastifyInstance } from 'fastify'
import { VERSION } from '../lib/version.ts'

/** The contract for other programs: `/openapi.json` and `/postman.json`, made when first asked for. */
export function referenceRoutes(fastify: FastifyInstance, needs: { readonly publicUrl: () => string }): void {
  const document = once(() => openapi({ serverUrl: needs.publicUrl(), version: VERSION }))
  const collection = once(() => postman({ serverUrl: needs.publicUrl() }))
  fastify.get('/openapi.json', async () => document())
  fastify.get('/postman.json', async () => collection())
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
