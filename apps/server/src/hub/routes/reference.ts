import type { FastifyInstance } from 'fastify'
import type { BuiltConsole } from '../built.ts'
import { escaped } from '../guides.ts'
import { PAGE_HEADERS, policy } from './pages.ts'

/** Its own colours are too faint to be read by everybody, and a line that is wider than its box is out of reach for keys. */
const READABLE = `
.light-mode { --scalar-color-3: #666; --scalar-color-green: #00734a; --scalar-color-red: #c40000;
  --scalar-color-yellow: #856000; --scalar-color-orange: #a34a00 }
.dark-mode { --scalar-color-3: #9c9c9c; --scalar-color-red: #ff7070 }
span.overflow-x-auto { overflow: visible !important; overflow-wrap: anywhere }`

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
  customCss: READABLE,
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
    <style>
      :root { color-scheme: light dark }
      body { margin: 0; background: light-dark(#fff, #0f0f0f) }
      body > nav { padding: 1rem 1.25rem; font: 1rem system-ui, sans-serif }
      body > nav a { color: light-dark(#a33a00, #ffa94d) }
    </style>
  </head>
  <body>
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
