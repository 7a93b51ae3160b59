import { readFile } from 'node:fs/promises'
import { ApiError, NotFound } from '@parhelion/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { escaped, type Guide, listGuides, readGuide } from '../guides.ts'
import { PAGE_HEADERS, policy } from './pages.ts'

const STYLE = new URL('../guides.css', import.meta.url)
/** Text and its stylesheet: nothing that acts. */
const POLICY = policy({ 'script-src': "'none'", 'connect-src': "'none'", 'worker-src': "'none'" })

/** The guides of the documentation, as plain pages. */
export function guideRoutes(fastify: FastifyInstance): void {
  fastify.get('/guides', async (_, reply) => {
    const guides = await Promise.all((await listGuides()).map(async name => ({ name, guide: await readGuide(name) })))
    const items = guides.map(
      ({ name, guide }) => `<li><a href="/guides/${name}">${escaped(guide?.title ?? name)}</a></li>`,
    )
    return send(reply, { title: 'Guides', html: `<h1>Guides</h1><ul>${items.join('')}</ul>` })
  })

  fastify.get('/guides/style.css', async (_, reply) =>
    reply
      .headers({ 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' })
      .send(await readFile(STYLE)),
  )

  fastify.get('/guides/:name', async (request, reply) => {
    const guide = await readGuide((request.params as { name: string }).name)
    if (guide === undefined) throw new ApiError(NotFound)
    return send(reply, guide)
  })
}

const send = (reply: FastifyReply, guide: Guide) =>
  reply.headers({ ...PAGE_HEADERS, 'content-security-policy': POLICY }).send(pageOf(guide))

const pageOf = ({ title, html }: Guide) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${escaped(title)} · Parhelion</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/guides/style.css">
  </head>
  <body>
    <nav aria-label="Console"><a href="/">Parhelion</a> <a href="/guides">Guides</a></nav>
    <main>
${html}
    </main>
  </body>
</html>
`
