import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import scalar from '@scalar/fastify-api-reference'
import Fastify from 'fastify'

/**
 * The one file that shows the API reference in a browser, and its licence. The plugin that brings it gives it out over
 * HTTP only, so a server that never listens is asked for it: the package that has it as a file brings all it is made of.
 */
export async function referenceScript(): Promise<{ code: string; license: string }> {
  const fastify = Fastify()
  await fastify.register(scalar, { routePrefix: '/reference', configuration: { url: '/openapi.json' } })
  const { statusCode, body } = await fastify.inject('/reference/js/scalar.js')
  await fastify.close()
  if (statusCode !== 200) throw new Error(`the script of the API reference was answered with ${statusCode}`)
  const folder = dirname(dirname(fileURLToPath(import.meta.resolve('@scalar/fastify-api-reference'))))
  return { code: body, license: await readFile(join(folder, 'LICENSE'), 'utf8') }
}
