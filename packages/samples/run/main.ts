import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { targets } from '../src/targets/index.ts'
import { readCases, THOROUGH } from './cases.ts'
import { missing, type Result, runTarget } from './run.ts'
import { CACHE } from './toolchains/cache.ts'
import { toolchains } from './toolchains/index.ts'

const { values } = parseArgs({
  options: {
    target: { type: 'string', multiple: true },
    case: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    workers: { type: 'string', default: '2' },
  },
})

const cases = await readCases(values.case)
let failed = 0
for (const target of targets.filter(({ id, proof }) => (values.target ?? [id]).includes(id) && proof === 'executed')) {
  const toolchain = toolchains[target.id]
  const lack = toolchain === undefined ? 'nothing is known that runs it' : missing(toolchain)
  if (toolchain === undefined || lack !== undefined) {
    console.log(`${target.id}: skipped, ${lack}`)
    continue
  }
  const root = join(CACHE, 'work', target.id)
  await rm(root, { recursive: true, force: true })
  await mkdir(root, { recursive: true })
  const started = Date.now()
  const thorough = values.quick ? [] : THOROUGH
  const workers = Number(values.workers)
  const results = await runTarget({ target, toolchain, cases, thorough, root, cache: CACHE, workers })
  const bad = results.filter(({ faults }) => faults.length > 0)
  failed += bad.length
  for (const result of bad) report(result)
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(`${target.id}: ${results.length - bad.length} of ${results.length} are right (${seconds} s)`)
}
process.exitCode = failed > 0 ? 1 : 0

function report({ target, case: name, situation, faults }: Result): void {
  console.log(`${target} · ${name} · ${situation}`)
  for (const fault of faults) console.log(`    ${fault.trim().replaceAll('\n', '\n    ')}`)
}
