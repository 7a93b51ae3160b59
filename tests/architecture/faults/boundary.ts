import { checkBoundary } from '../boundary.ts'
import type { Rule } from '../rule.ts'

const S = 'apps/server/src'

const environment = (path: string): string => `${path} reads process.env: only config.ts does (R5)`
const connection = (path: string, what: string): string => `${path} ${what}: it may open no outward connection (R5)`

export const boundary: Rule = {
  name: 'R5 · the environment has one reader, and connections to the outside one place',
  check: checkBoundary,
  clean: {
    [`${S}/config.ts`]: 'export const port = process.env.PORT',
    [`${S}/lib/words.ts`]: `// process.env and fetch('x')\nexport const text = 'process.env', { env } = settings`,
    [`${S}/http/serve.ts`]: `import { createServer } from 'node:http'\nimport type { Socket } from 'node:net'\nimport { isIP } from 'node:net'`,
    [`${S}/db/lock.ts`]: `import { connect } from 'node:net'`,
    [`${S}/delivery/post.ts`]: `import { Agent } from 'undici'\nexport const post = () => fetch('https://a.example')`,
    [`${S}/jobs/own.ts`]: `export const run = (fetch: () => void) => fetch()\nstore.fetch({ fetch: 1 })\ntype A = typeof fetch`,
    [`${S}/http/own.ts`]: `export const run = ({ fetch = nothing }) => fetch()`,
    [`${S}/testing/server.ts`]: `await fetch(process.env.URL)`,
    [`${S}/lib/ids.test.ts`]: `await fetch(process.env.URL)`,
    'apps/cli/src/main.ts': `await fetch(process.env.URL)`,
  },
  faults: [
    [
      'every way to the environment',
      {
        [`${S}/lib/a.ts`]: 'const port = process.env.PORT',
        [`${S}/lib/b.ts`]: "const port = globalThis.process['env']['PORT']",
        [`${S}/lib/c.ts`]: 'const { env } = process',
        [`${S}/lib/d.ts`]: `import { env as settings } from 'node:process'`,
        [`${S}/lib/e.ts`]: `import node from 'process'\nrun(node?.env)`,
      },
      ['a', 'b', 'c', 'd', 'e'].map(name => environment(`${S}/lib/${name}.ts`)),
    ],
    [
      'clients by import',
      {
        [`${S}/http/a.ts`]: `import { request } from 'undici'`,
        [`${S}/http/b.ts`]: `import http from 'node:http'`,
        [`${S}/http/c.ts`]: `import { connect } from 'tls'`,
        [`${S}/db/d.ts`]: `const { request } = await import('node:https')`,
      },
      [
        connection(`${S}/http/a.ts`, 'imports undici'),
        connection(`${S}/http/b.ts`, 'imports node:http'),
        connection(`${S}/http/c.ts`, 'imports tls'),
        connection(`${S}/db/d.ts`, 'imports node:https'),
      ],
    ],
    [
      'global clients, called or handed on',
      {
        [`${S}/features/users/service.ts`]: 'await fetch(user.avatarUrl)',
        [`${S}/app.ts`]: 'new Media({ get: fetch })',
        [`${S}/hub/live.ts`]: "globalThis.fetch('x'); new WebSocket('y')",
        [`${S}/http/own.ts`]: 'export const run = ({ fetch = globalThis.fetch }) => (fetch as Get)()',
        [`${S}/auth/remote.ts`]: 'const get = fetch as Get',
      },
      [
        connection(`${S}/features/users/service.ts`, 'uses the global fetch'),
        connection(`${S}/app.ts`, 'uses the global fetch'),
        connection(`${S}/http/own.ts`, 'uses the global fetch'),
        connection(`${S}/auth/remote.ts`, 'uses the global fetch'),
        connection(`${S}/hub/live.ts`, 'uses the global fetch'),
        connection(`${S}/hub/live.ts`, 'uses the global WebSocket'),
      ],
    ],
  ],
}
