import { checkDependencies, checkPackages } from '../packages.ts'
import type { Rule } from '../rule.ts'

export const packages: Rule = {
  name: 'R6 · packages know no app, apps know no other app, contract and samples stand alone',
  check: checkPackages,
  clean: {
    'apps/cli/src/main.ts': `import { operations } from '@parhelion/contract'\nimport { generate } from '@parhelion/samples'`,
    'apps/cli/bin/parhelion.js': `import { chooseNode } from '../../../tools/launch/node.js'`,
    'packages/testkit/src/client.ts': `import { operations } from '@parhelion/contract'\nimport 'node:http'`,
    'packages/contract/src/index.ts': `export { Type } from 'typebox'`,
    'packages/contract/src/openapi.test.ts': `import { readFileSync } from 'node:fs'`,
    'packages/samples/run/execute.ts': `import { recorder } from '@parhelion/testkit'\nimport 'node:child_process'`,
    'tests/end-to-end.test.ts': `import { testServer } from '../apps/server/src/testing/server.ts'`,
  },
  faults: [
    [
      'a package that imports an app, by path or by name',
      {
        'packages/testkit/src/a.ts': `import '../../../apps/server/src/app.ts'\nimport type { A } from '@parhelion/server'`,
      },
      [
        'packages/testkit/src/a.ts imports ../../../apps/server/src/app.ts: a package must not import an app (R6)',
        'packages/testkit/src/a.ts imports @parhelion/server: a package must not import an app (R6)',
      ],
    ],
    [
      'an app that imports another, when it is used',
      { 'apps/cli/src/serve.ts': `await import('../../server/src/main.ts')` },
      ['apps/cli/src/serve.ts imports ../../server/src/main.ts: an app must not import another app (R6)'],
    ],
    [
      'an app that reaches into a package, and out of every folder',
      {
        'apps/cli/src/a.ts': `import '../../../packages/contract/src/events.ts'\nimport '../../../tools/x.js'`,
        'apps/cli/src/b.ts': `import '../../../tools/launch/node.js'`,
      },
      [
        'apps/cli/src/a.ts imports ../../../packages/contract/src/events.ts: a package is imported by its name, not by its path (R6)',
        'apps/cli/src/a.ts imports ../../../tools/x.js: apps/cli reaches out of its folder (R6)',
        'apps/cli/src/b.ts imports ../../../tools/launch/node.js: apps/cli reaches out of its folder (R6)',
      ],
    ],
    [
      'a contract that needs Node, and samples that need the contract',
      {
        'packages/contract/src/kit/id.ts': `import { randomBytes } from 'node:crypto'`,
        'packages/samples/src/index.ts': `import type { Operation } from '@parhelion/contract'\nimport 'fs'`,
      },
      [
        'packages/contract/src/kit/id.ts imports node:crypto: packages/contract runs in a browser, too (R6)',
        'packages/samples/src/index.ts imports @parhelion/contract: packages/samples imports nothing of ours (R6)',
        'packages/samples/src/index.ts imports fs: packages/samples runs in a browser, too (R6)',
      ],
    ],
  ],
}

const server = (dependencies: Readonly<Record<string, string>>): string =>
  JSON.stringify({ name: '@parhelion/server', dependencies })
const root = (dependencies: Readonly<Record<string, string>>): string =>
  JSON.stringify({ name: 'parhelion', dependencies })

const many = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`part-${index}`, '1.0.0']))

export const dependencies: Rule = {
  name: 'Dependencies · few, exact, and the published package lists what it runs on',
  check: checkDependencies,
  clean: {
    'package.json': root({ pg: '8.23.1', typebox: '1.4.3' }),
    'apps/server/package.json': server({ '@parhelion/contract': '0.1.0', pg: '8.23.1' }),
    'packages/contract/package.json': '{ "name": "@parhelion/contract", "dependencies": { "typebox": "1.4.3" } }',
    'packages/testkit/package.json': '{ "name": "@parhelion/testkit", "dependencies": { "fflate": "1.0.0-beta.17" } }',
  },
  faults: [
    [
      'a range, a tag and an open alias',
      {
        'packages/testkit/package.json':
          '{ "name": "@parhelion/testkit", "devDependencies": { "a": "^1.0.0", "b": "latest" }, "optionalDependencies": { "c": "npm:d@1" } }',
      },
      ['a ^1.0.0', 'b latest', 'c npm:d@1'].map(
        asked => `packages/testkit/package.json asks for ${asked}: versions are exact (dependencies)`,
      ),
    ],
    [
      'a server that needs more than twenty parts',
      {
        'package.json': root({ ...many, typebox: '1.4.3' }),
        'apps/server/package.json': server({ ...many, '@parhelion/contract': '0.1.0' }),
      },
      ['apps/server has 21 runtime dependencies, at most 20 (dependencies)'],
    ],
    [
      'a root that misses a part, lists another version, or one too many',
      { 'package.json': root({ pg: '8.23.0', kysely: '0.29.0' }) },
      [
        'package.json lists pg 8.23.0, its workspaces 8.23.1 (dependencies)',
        'package.json lists typebox not at all, its workspaces 1.4.3 (dependencies)',
        'package.json lists kysely, which no published workspace needs (dependencies)',
      ],
    ],
    [
      'two versions of one part',
      { 'apps/cli/package.json': '{ "name": "@parhelion/cli", "dependencies": { "pg": "8.20.0" } }' },
      ['pg is asked for in versions 8.20.0 and 8.23.1 (dependencies)'],
    ],
  ],
}
