import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { targets } from '../src/targets/index.ts'
import { readCases, THOROUGH } from './cases.ts'
import { missing, runTarget } from './run.ts'
import { CACHE } from './toolchains/cache.ts'
import { toolchains } from './toolchains/index.ts'

const cases = await readCases()

/** Everything is built and run: what goes over the wire, what the program reads, how it fails. */
describe.each(targets.filter(({ proof }) => proof === 'executed').map(({ id }) => id))('programs of %s', id => {
  test('send what the cases say, read what is answered, and fail loudly', { timeout: 900_000 }, async context => {
    const target = targets.find(one => one.id === id)
    const toolchain = toolchains[id]
    if (target === undefined || toolchain === undefined) throw new Error(`nothing is known that runs ${id}`)
    const lack = missing(toolchain)
    if (lack !== undefined) return context.skip(lack)
    const root = join(CACHE, 'work', id)
    await rm(root, { recursive: true, force: true })
    await mkdir(root, { recursive: true })
    const results = await runTarget({ target, toolchain, cases, thorough: THOROUGH, root, cache: CACHE, workers: 2 })
    expect(results.length).toBeGreaterThanOrEqual(cases.size)
    const bad = results.filter(({ faults }) => faults.length > 0)
    expect(bad.map(({ case: name, situation, faults }) => `${name}, ${situation}: ${faults.join('; ')}`)).toEqual([])
  })
})

test('every target that is said to be executed is one that can be', () => {
  const known = targets.filter(({ proof }) => proof === 'executed').filter(({ id }) => !(id in toolchains))
  expect(known.map(({ id }) => id)).toEqual([])
})
