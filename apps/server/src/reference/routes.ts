import { openapi, postman } from '@parhelion/contract'
import type { FastifyInstance } from 'fastify'
import { VERSION } from '../lib/version.ts'
import { referenceText } from './reference-text.ts'

const JSON_TYPE = 'application/json; charset=utf-8'

/** The contract for other programs: `/openapi.json` and `/postman.json`, made when first asked for and kept as text. */
export function referenceRoutes(fastify: FastifyInstance, needs: { readonly publicUrl: () => string }): void {
  const document = once(() => referenceText(openapi({ serverUrl: needs.publicUrl(), version: VERSION })))
  const collection = once(async () => Buffer.from(JSON.stringify(postman({ serverUrl: needs.publicUrl() }))))
  fastify.get('/openapi.json', async (_request, reply) => reply.type(JSON_TYPE).send(await document()))
  fastify.get('/postman.json', async (_request, reply) => reply.type(JSON_TYPE).send(await collection()))
}

/** Those who ask while it is being made wait for the same; what failed is tried again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make().catch(error => {
      made = undefined
      throw error
    })
    return made
  }
}
