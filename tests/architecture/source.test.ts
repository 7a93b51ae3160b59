import { expect, test } from 'vitest'
import { parseModule } from './source.ts'

const read = (text: string, path = 'a.ts') => parseModule(text, path).imports

test.each([
  [`import type { A, B } from './a.ts'`, true, []],
  [`import type A from './a.ts'`, true, []],
  [`import { type A, b as c } from './a.ts'`, false, ['b']],
  [`import { type A } from './a.ts'`, false, []],
  [`import a, * as all from './a.ts'`, false, ['default', '*']],
  [`import './a.ts'`, false, []],
  [`import {\n  a, // from './b.ts'\n  b,\n} from /* here */ "./a.ts"`, false, ['a', 'b']],
  [`export { a, type B } from './a.ts'`, false, ['a']],
  [`export type { A } from './a.ts'`, true, []],
  [`export * from './a.ts'`, false, ['*']],
  [`export type * as types from './a.ts'`, true, []],
  [`const a = await import('./a.ts')`, false, ['*']],
  ['const a = await import(`./a.ts`)', false, ['*']],
  [`type A = import('./a.ts').A<string>`, true, []],
  [`const a: typeof import('./a.ts') = b`, true, []],
  [`const a = require('./a.ts')`, false, ['*']],
  [`const text = \`\${await import('./a.ts')}\``, false, ['*']],
])('finds the import in %s', (text, typeOnly, names) => {
  expect(read(text)).toEqual([{ specifier: './a.ts', typeOnly, names }])
})

test.each([
  [`// import a from './a.ts'`],
  [`/* export * from './a.ts' */`],
  [`const text = "import a from './a.ts'"`],
  ["const text = `\nimport a from './a.ts'\n`"],
  [`const pattern = /import a from '.\\/a.ts'/`],
  [`loader.import('./a.ts')`],
  ['await import(path)'],
  ['export { a }; const a = import.meta.url'],
])('takes no import from %s', text => {
  expect(read(text)).toEqual([])
})

test('reads JavaScript with a first line for the shell, and pages with elements', () => {
  expect(read(`#!/usr/bin/env node\nimport './a.js'`, 'bin.js')).toHaveLength(1)
  expect(read(`import { A } from './a.tsx'\nexport const b = <A>import './c.ts'</A>`, 'b.tsx')).toHaveLength(1)
})

test('names the file that it cannot parse', () => {
  expect(() => read('import {', 'half.ts')).toThrow('half.ts cannot be parsed')
})
