import type { Files, Rule } from '../rule.ts'
import { checkSizes, type Oversize } from '../sizes.ts'

const lines = (count: number): string => '\n'.repeat(count)
const files = (folder: string, count: number): Files =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${folder}/${index}.ts`, '']))

export function sizes(oversizes: readonly Oversize[]): Rule {
  return {
    name: 'R8 · a file has at most 300 lines and a folder 20 files, unless listed with a reason',
    check: tree => checkSizes(tree, oversizes),
    clean: { 'tools/a.ts': lines(300), ...files('tools/b', 20), ...files('packages/samples/cases', 21) },
    faults: [
      ['a long file', { 'tools/a.ts': lines(301) }, ['tools/a.ts has 301 lines, at most 300 (R8)']],
      ['a full folder', files('tools/b', 21), ['tools/b has 21 files, at most 20 (R8)']],
    ],
  }
}

const listed: readonly Oversize[] = [{ path: 'tools/a.ts', atMost: 310, reason: 'a table of the standard' }]

export const oversizes: Rule = {
  name: 'R8 · the list of what is too large only shrinks',
  check: tree => (tree.has('tools/a.ts') ? checkSizes(tree, listed) : []),
  clean: { 'tools/a.ts': lines(310) },
  faults: [
    [
      'an entry that is no longer needed',
      { 'tools/a.ts': lines(300) },
      ['tools/a.ts is listed as oversize and is not: take it off the list (R8)'],
    ],
    ['an entry that grew', { 'tools/a.ts': lines(311) }, ['tools/a.ts grew to 311 lines, listed with 310 (R8)']],
  ],
}
