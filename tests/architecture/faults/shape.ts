import type { Rule } from '../rule.ts'
import { checkBarrels, checkCompilerFlags, checkCycles } from '../shape.ts'

export const cycles: Rule = {
  name: 'R7 · no file reaches itself by its imports',
  check: tree => checkCycles(tree, { types: false }),
  clean: {
    'tools/a.ts': `import { b } from './b.ts'`,
    'tools/b.ts': `import type { A } from './a.ts'`,
  },
  faults: [
    [
      'a cycle of three, one of them through a dynamic import',
      { 'tools/b.ts': `export * from './c.ts'`, 'tools/c.ts': `const a = await import('./a.ts')` },
      ['tools/a.ts → tools/b.ts → tools/c.ts → tools/a.ts is a cycle (R7)'],
    ],
    [
      'a cycle by the name of a package',
      {
        'packages/contract/src/index.ts': `export { User } from './users.ts'`,
        'packages/contract/src/users.ts': `import '@parhelion/contract'`,
      },
      [
        'packages/contract/src/index.ts → packages/contract/src/users.ts → packages/contract/src/index.ts is a cycle (R7)',
      ],
    ],
    [
      'a cycle whose types stand among braces, where the module is loaded all the same',
      { 'tools/b.ts': `import { type A } from './a.ts'` },
      ['tools/a.ts → tools/b.ts → tools/a.ts is a cycle (R7)'],
    ],
  ],
}

export const typeCycles: Rule = {
  name: 'R7 · not even by the types it imports',
  check: tree => checkCycles(tree, { types: true }),
  clean: { 'tools/a.ts': `import { b } from './b.ts'`, 'tools/b.ts': '' },
  faults: [
    [
      'a cycle that only the compiler sees',
      { 'tools/b.ts': `import type { A } from './a.ts'` },
      ['tools/a.ts → tools/b.ts → tools/a.ts is a cycle of types (R7)'],
    ],
  ],
}

export const barrels: Rule = {
  name: "R7 · only a package's index.ts gathers what other files export",
  check: checkBarrels,
  clean: {
    'packages/contract/src/index.ts': `export * from './users.ts'`,
    'packages/samples/src/targets/index.ts': `import { go } from './go/target.ts'\nexport const targets = [go]`,
    'apps/server/src/lib/own.ts': `export { x } from './x.ts'\nexport const y = 1`,
    'apps/server/src/main.ts': `import './app.ts'`,
  },
  faults: [
    [
      'a barrel in a folder, and one in two steps',
      {
        'apps/server/src/lib/index.ts': `export * from './ids.ts'\nexport type { Clock } from './clock.ts'`,
        'packages/contract/src/kit/index.ts': `import { Id } from './id.ts'\nexport { Id }`,
      },
      ['apps/server/src/lib/index.ts', 'packages/contract/src/kit/index.ts'].map(
        path => `${path} only passes on what other files export (R7)`,
      ),
    ],
  ],
}

const FLAGS = {
  strict: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
}

export const compilerFlags: Rule = {
  name: 'R7 · the compiler refuses what Node cannot run as it stands, and unchecked access',
  check: checkCompilerFlags,
  clean: {
    'tsconfig.json': JSON.stringify({ compilerOptions: FLAGS }),
    'apps/console/tsconfig.json': '{ "extends": "../../tsconfig.json" }',
  },
  faults: [
    [
      'a flag that is off, missing, or taken back by an app',
      {
        'tsconfig.json': JSON.stringify({
          compilerOptions: { ...FLAGS, strict: false, erasableSyntaxOnly: undefined },
        }),
        'apps/console/tsconfig.json': '{ "compilerOptions": { "exactOptionalPropertyTypes": false } }',
      },
      [
        'tsconfig.json does not switch strict on (R7)',
        'tsconfig.json does not switch erasableSyntaxOnly on (R7)',
        'apps/console/tsconfig.json does not switch exactOptionalPropertyTypes on (R7)',
      ],
    ],
  ],
}
