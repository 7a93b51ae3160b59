import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runningConnection } from '../apps/server/src/db/embedded/running.ts'
import { compare, median, ROUNDS } from './compare.ts'
import { delivery } from './delivery.ts'
import { emptyGet, getIntegration, makeTargets, postKey, type Target } from './fixture.ts'
import { messages } from './messages.ts'
import { million } from './million.ts'
import { pages } from './pages.ts'
import { Server, Worker } from './processes.ts'
import { samples } from './samples.ts'
import { type Figure, print } from './table.ts'
import type { Inserts, InsertsResult } from './workers/bare-sql.ts'
import type { Load, LoadResult } from './workers/loader.ts'

const CONNECTIONS = 16
/** Of a round: short, since the machine is faster and slower from one second to the next. */
const GETS = 2000
const POSTS = 1000
const STARTS = 5
const KEYS_PER_INTEGRATION = 10
/** Reads of one thing at the same time are one statement; for comparison also reads of so many things. */
const READ_TARGETS = 100
/** Until V8 has compiled the way of a request for good, in both processes: after some 100,000 reads, or 15,000 writes. */
const READ_WARM_UPS = 15
const WRITE_WARM_UPS = 15
/** The bench ends by then, whatever hangs. */
const MINUTES_MAX = 6

type Loader = Worker<Load, LoadResult>
async function reads(server: Server, loader: Loader): Promise<Figure[]> {
  await using empty = new Worker<object, { port: number }>('empty-route')
  const { port } = await empty.do({})
  const targets = await makeTargets(server, READ_TARGETS)
  const get = async (to: number, requests: string[]): Promise<number> =>
    (await loader.do({ port: to, connections: CONNECTIONS, requests, count: GETS, status: 200 })).perSecond
  const asked = (['basic', 'jwt'] as const).flatMap(way =>
    [1, READ_TARGETS].map(among => ({
      name: `GET integration, ${way === 'basic' ? 'Basic' : 'JWT'}, ${among === 1 ? 'one' : `among ${among}`} / empty route`,
      bar: among === 1 ? 0.4 : undefined,
      requests: targets.slice(0, among).map(target => getIntegration(target, target[way])),
    })),
  )
  for (let round = 0; round < READ_WARM_UPS; round++) {
    for (const { requests } of asked) await get(server.port, requests)
    await get(port, [emptyGet])
  }
  const figures: Figure[] = []
  for (const { name, bar, requests } of asked) {
    const measured = () => get(server.port, requests)
    figures.push(await compare(name, bar, () => get(port, [emptyGet]), measured))
  }
  return figures
}

async function writes(server: Server, loader: Loader, dataDir: string): Promise<Figure> {
  await using bare = new Worker<Inserts, InsertsResult>('bare-sql')
  const rooms = (2 * ROUNDS + 2 * WRITE_WARM_UPS) * POSTS
  const targets = await makeTargets(server, rooms / KEYS_PER_INTEGRATION)
  // Every integration gets its tenth key at the end, and neighbours in the list are different ones.
  const places = Array.from({ length: KEYS_PER_INTEGRATION }, () => targets).flat()
  const take = (): Target[] => places.splice(0, POSTS)
  const connection = { ...(await runningConnection(dataDir)) }
  return await compare(
    'POST integration key / its bare SQL',
    0.5,
    async () => (await bare.do({ what: 'key', connection, connections: CONNECTIONS, places: take() })).perSecond,
    async () => {
      const requests = take().map(postKey)
      const load = { port: server.port, connections: CONNECTIONS, requests, count: POSTS, status: 201 }
      return (await loader.do(load)).perSecond
    },
    WRITE_WARM_UPS,
  )
}

async function starts(dataDir: string): Promise<Figure> {
  const seconds: number[] = []
  for (let start = 0; start < STARTS; start++) {
    const from = performance.now()
    await using server = await Server.start(dataDir)
    const { status } = await fetch(`${server.address}/ready`)
    if (status !== 200) throw new Error(`/ready answers ${status}`)
    seconds.push((performance.now() - from) / 1000)
  }
  const value = median(seconds)
  return { name: 'start to /ready, existing data folder', measured: '', value, bar: { atMost: 2 }, unit: 's' }
}

async function run(dataDir: string): Promise<Figure[]> {
  await using loader: Loader = new Worker('loader')
  const figures: Figure[] = []
  // A start that finds no compiled code holds 15 MB more: what strips types stays in its memory.
  await (await Server.start(dataDir))[Symbol.asyncDispose]()
  {
    await using server = await Server.start(dataDir)
    figures.push(...(await reads(server, loader)))
    figures.push(await writes(server, loader, dataDir))
    figures.push(...(await messages(server, loader, { ...(await runningConnection(dataDir)) })))
    figures.push(...(await pages(server, loader, { ...(await runningConnection(dataDir)) })))
    figures.push(...(await delivery(server, loader)))
    const value = server.residentMb()
    figures.push({ name: 'resident memory after the run', value, bar: { atMost: 150 }, unit: 'MB' })
  }
  figures.push(await starts(dataDir))
  return figures
}

/** What takes longer than the rest together: `npm run bench -- million`. */
async function runMillion(folder: string): Promise<Figure[]> {
  await using loader: Loader = new Worker('loader')
  await using empty = await Server.start(join(folder, 'empty'))
  await using full = await Server.start(join(folder, 'full'))
  return await million(empty, full, loader, { ...(await runningConnection(join(folder, 'full'))) })
}

/** By what stands behind `npm run bench --`. */
const benches: Readonly<Record<string, (folder: string) => Promise<Figure[]>>> = {
  '': folder => run(join(folder, 'data')),
  million: runMillion,
  samples,
}

const [which = ''] = process.argv.slice(2)
const bench = Object.hasOwn(benches, which) ? benches[which] : undefined
if (bench === undefined) {
  process.stderr.write(`There is no bench '${which}': say nothing, 'million' or 'samples'\n`)
  process.exit(2)
}
const overdue = setTimeout(() => {
  process.stderr.write(`The bench did not end within ${MINUTES_MAX} minutes\n`)
  process.exit(1)
}, MINUTES_MAX * 60_000)
const folder = mkdtempSync(join(tmpdir(), 'parhelion-bench-'))
try {
  process.exitCode = print(await bench(folder)) ? 0 : 1
} finally {
  clearTimeout(overdue)
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}
