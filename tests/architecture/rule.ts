import { describe, expect, test } from 'vitest'
import type { Tree, Violation } from './source.ts'

export type Files = Readonly<Record<string, string>>

export interface Rule {
  /** The guarantee, as a sentence after the number of the rule. */
  readonly name: string
  check(tree: Tree): readonly Violation[]
  /** Legal code that lies close to the fault. */
  readonly clean: Files
  /** What is planted, and every violation that must be reported for it. */
  readonly faults: readonly (readonly [title: string, files: Files, violations: readonly Violation[]])[]
}

const MANIFESTS: Files = {
  'package.json': '{ "name": "parhelion" }',
  'apps/server/package.json': '{ "name": "@parhelion/server", "dependencies": { "@parhelion/contract": "0.1.0" } }',
  'apps/cli/package.json': '{ "name": "@parhelion/cli" }',
  'packages/contract/package.json': '{ "name": "@parhelion/contract", "exports": { ".": "./src/index.ts" } }',
  'packages/samples/package.json': '{ "name": "@parhelion/samples", "exports": { ".": "./src/index.ts" } }',
  'packages/testkit/package.json': '{ "name": "@parhelion/testkit", "exports": { ".": "./src/index.ts" } }',
}

/** A small repository: the manifests of ours and the files given, which may replace them. */
export function plant(files: Files): Tree {
  return new Map(Object.entries({ ...MANIFESTS, ...files }))
}

/** Holds the repository to a rule, and shows that the rule can fail: a gate that cannot is none. */
export function rule(real: Tree, { name, check, clean, faults }: Rule): void {
  describe(name, () => {
    test('holds in the repository', () => expect(check(real)).toEqual([]))
    test('lets a clean tree pass', () => expect(check(plant(clean))).toEqual([]))
    test.each(faults)('reports %s, and nothing else', (_title, files, violations) => {
      expect([...check(plant({ ...clean, ...files }))].sort()).toEqual([...violations].sort())
    })
  })
}
