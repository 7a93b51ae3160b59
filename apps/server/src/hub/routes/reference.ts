import type { FastifyInstance } from 'fastify'
import type { BuiltConsole } from '../built.ts'
import { escaped } from '../guides.ts'
import { PAGE_HEADERS, policy } from './pages.ts'

/** Everything that would ask somebody else, or show things of somebody else, is off. */
const CONFIGURATION = {
  url: '/openapi.json',
  favicon: '/favicon.svg',
  withDefaultFonts: false,
  telemetry: false,
  proxyUrl: '',
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: 'never',
  persistAuth: false,
  // Only the programs that the document brings along.
  hiddenClients: true,
  metaData: { title: 'API reference · Parhelion' },
}

/** It writes styles of its own into the page; nothing else here may. */
const POLICY = policy({ 'style-src': "'self' 'unsafe-inline'", 'font-src': "'self' data:" })

/** The API reference, as a page of its own: what shows it is not built of our parts. */
export function referencePage(fastify: FastifyInstance, built: BuiltConsole): void {
  const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>API reference · Parhelion</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/guides/style.css">
  </head>
  <body class="reference">
    <nav aria-label="Console"><a href="/">Parhelion</a></nav>
    <script id="api-reference" type="application/json" data-configuration="${escaped(JSON.stringify(CONFIGURATION))}"></script>
    <script src="${escaped(built.reference)}"></script>
  </body>
</html>
`
  fastify.get('/reference', (_, reply) =>
    reply.headers({ ...PAGE_HEADERS, 'content-security-policy': POLICY }).send(page),
  )
}
