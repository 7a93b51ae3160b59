import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { operations } from '@parhelion/contract'
import { read } from '@parhelion/samples'
import type { ApiClient } from '@parhelion/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outputFaults } from '../../packages/samples/run/shown.ts'
import { ROUNDED } from '../../packages/samples/src/program/notes.ts'
import { type Key, serve, stop } from '../process/installation.ts'
import { kill, type Started } from '../process/server.ts'
import { Programs } from './programs.ts'
import type { Printed, Step } from './scenario.ts'
import { scenarios } from './scenarios/index.ts'
import { Scene } from './scene.ts'

const LANGUAGES = [
  'curl-bash',
  'python-requests',
  'javascript-fetch',
  'php-curl',
  'ruby-nethttp',
  'perl-httptiny',
] as const

type Operation = (typeof operations)[number]

const folder = mkdtempSync(join(tmpdir(), 'parhelion-living-'))
const programs = new Map<string, Programs>()
let server: Started
let account: ApiClient
let accountKey: Key

beforeAll(async () => {
  const started = await serve(join(folder, 'data'))
  server = started.server
  account = started.account
  accountKey = started.ready.account
  const collection = read(await (await fetch(`${account.address}/postman.json`)).text())
  const requests = new Map(
    operations.flatMap(({ id, tag, summary }) =>
      collection.items
        .filter(({ request: { path } }) => path[0] === tag && path.at(-1) === summary)
        .map(({ request }) => [id, request] as const),
    ),
  )
  for (const target of LANGUAGES.filter(id => Programs.missing(id) === undefined))
    programs.set(target, await Programs.build(target, requests, join(folder, target)))
})

afterAll(async () => {
  try {
    await stop(server)
  } finally {
    kill(server.pid, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
})

describe.each(LANGUAGES)('of the collection that a server gives away, the programs of %s', target => {
  test.concurrent.for(operations.map(operation => [operation.summary, operation] as const))(
    'do what they say: %s',
    async ([, operation], context) => {
      const own = programs.get(target)
      if (own === undefined) return context.skip(Programs.missing(target))
      await (isInApp(operation) ? call(own, operation) : alone(() => call(own, operation)))
    },
  )
})

async function call(own: Programs, operation: Operation): Promise<void> {
  const scene = await Scene.make(account)
  const scenario = scenarios[operation.id]
  if (scenario === undefined) throw new Error(`there is no scenario for ${operation.id}`)
  const step = await scenario(scene)
  try {
    await take(step, scene, own, operation)
  } finally {
    await step.end?.()
  }
}

async function take(
  { values, key, refused, after }: Step,
  scene: Scene,
  own: Programs,
  operation: Operation,
): Promise<void> {
  const { appId, ...others } = values
  const { id: username, secret: password } = key ?? (isOfApp(operation) ? scene.appKey : accountKey)
  const isBasic = own.request(operation.id).auth.kind === 'basic'
  const outcome = await own.run(operation.id, {
    ...(isBasic ? { username, password } : {}),
    ...(isInApp(operation) ? values : others),
  })
  const { code, stdout, stderr } = outcome
  if (refused !== undefined) {
    expect(code, 'it ends badly').not.toBe(0)
    expect(stderr).toContain(String(refused.status))
    expect(stderr).toContain(refused.title)
    return
  }
  expect([code, stderr]).toEqual([0, ''])
  const said = await after?.(printed(stdout))
  if (said === undefined) return
  const rounds = own.notes(operation.id, ROUNDED)
  expect(outputFaults(own.request(operation.id), JSON.stringify(said), stdout, rounds)).toEqual([])
}

const isInApp = ({ path }: Operation) => path.includes('{appId}')
const isOfApp = ({ access }: Operation) => (access as readonly string[]).includes('app')

function printed(text: string): Printed {
  const value = (name: string): string => {
    const [, found] = new RegExp(`^${RegExp.escape(name)} = (.*)$`, 'm').exec(text) ?? []
    if (found === undefined) throw new Error(`${name} is not in what was printed: ${text}`)
    return found
  }
  return { text, value }
}

let last: Promise<unknown> = Promise.resolve()
/** What lies outside of an app is seen by all: lists of that stay the same for as long as one program runs. */
async function alone(work: () => Promise<void>): Promise<void> {
  const before = last
  const { promise, resolve } = Promise.withResolvers<void>()
  last = promise
  try {
    await before
    await work()
  } finally {
    resolve()
  }
}
