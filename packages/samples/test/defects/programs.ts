import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { missing, type Result, runTarget } from '../../run/run.ts'
import type { Toolchain } from '../../run/toolchain.ts'
import { node } from '../../run/toolchains/node.ts'
import type { SampleRequest } from '../../src/request/request.ts'
import { read } from '../../src/sources/read.ts'
import { targets } from '../../src/targets/index.ts'
import type { Options, Sample } from '../../src/targets/target.ts'
import { cases } from '../cases.ts'

export const every = targets.map(({ id }) => id)
export const executed = targets.filter(({ proof }) => proof === 'executed').map(({ id }) => id)

/** Targets whose programs run without a build, as long as their interpreter is there. All others run in the slow suite. */
const interpreters: Readonly<Record<string, Toolchain>> = {
  'javascript-fetch': node,
  'curl-bash': { commands: ['bash', 'curl', 'jq'] },
  'python-stdlib': { commands: ['python3'] },
  'perl-httptiny': { commands: ['perl'] },
  'php-curl': { commands: ['php'] },
  'ruby-nethttp': { commands: ['ruby'] },
}

export const runnable = Object.entries(interpreters).flatMap(([id, toolchain]) => {
  const lack = missing(toolchain)
  if (lack !== undefined) console.info(`skipped for ${id}: ${lack}`)
  return lack === undefined ? [id] : []
})

export function caseOf(name: string): SampleRequest {
  const request = cases.find(([own]) => own === name)?.[1]
  if (request === undefined) throw new Error(`there is no case ${name}`)
  return request
}

export function generate(id: string, request: SampleRequest, options: Partial<Options> = {}): Sample {
  const target = targets.find(one => one.id === id)
  if (target === undefined) throw new Error(`there is no target ${id}`)
  return target.generate(request, { name: 'sample', body: 'structure', secrets: 'hidden', ...options })
}

/** The text of the program for a request, or for the case of that name. */
export function program(id: string, request: SampleRequest | string, options: Partial<Options> = {}): string {
  const asked = typeof request === 'string' ? caseOf(request) : request
  return generate(id, asked, options).files[0]?.text ?? ''
}

/** The only request that a source holds. */
export function only(source: string): SampleRequest {
  const [item, ...others] = read(source).items
  if (item === undefined || others.length > 0) throw new Error('the source does not hold one request')
  return item.request
}

/** Runs the programs of a target against the recorder, and all situations of failure with those in `thorough`. */
export async function run(
  id: string,
  requests: ReadonlyMap<string, SampleRequest>,
  thorough: readonly string[] = [],
): Promise<Result[]> {
  const target = targets.find(one => one.id === id)
  const toolchain = interpreters[id]
  if (target === undefined || toolchain === undefined) throw new Error(`nothing is known that runs ${id}`)
  const root = await mkdtemp(join(tmpdir(), 'defects-'))
  try {
    return await runTarget({ target, toolchain, cases: requests, thorough, root, cache: root, workers: 2 })
  } finally {
    await rm(root, { recursive: true })
  }
}

/** What is wrong with the programs of a target for these requests; `[]` when nothing is. */
export async function runFaults(id: string, requests: Readonly<Record<string, SampleRequest>>): Promise<string[]> {
  const results = await run(id, new Map(Object.entries(requests)))
  return results.flatMap(({ case: name, faults }) => faults.map(fault => `${name}: ${fault}`))
}
