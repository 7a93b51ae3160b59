import { CreateApp, CreateAppKey, CreateConversation, CreateIntegration } from '@parhelion/contract'
import { ApiClient, authorizationOf } from '@parhelion/testkit'
import { compare } from './compare.ts'
import { type Server, Worker } from './processes.ts'
import type { Figure } from './table.ts'
import type { Load, LoadResult } from './workers/loader.ts'
import type { Received, ReceiverJob } from './workers/receiver.ts'

const CONVERSATIONS = 64
const SECONDS = 4
const BODY = JSON.stringify({
  author: { type: 'business' },
  content: { type: 'text', text: 'A message of the bench' },
})

type Loader = Worker<Load, LoadResult>
type Receiver = Worker<ReceiverJob, Received>

/** Events on their way to a receiver on the same machine, while messages are posted. */
export async function delivery(server: Server, loader: Loader): Promise<Figure[]> {
  await using receiver: Receiver = new Worker('receiver')
  const { port } = await receiver.do({ kind: 'listen' })
  const target = `http://127.0.0.1:${port}`
  const told = await makeApp(server, [`${target}/`])
  const silent = await makeApp(server, [])
  const figures: Figure[] = []

  await paced(loader, receiver, server, told, 500)
  const at500 = await paced(loader, receiver, server, told, 500)
  figures.push(
    {
      name: 'event to its call, p50 at 500 events/s',
      value: quantile(at500.delays, 0.5),
      unit: 'ms',
      bar: { atMost: 10 },
    },
    {
      name: 'event to its call, p99 at 500 events/s',
      value: quantile(at500.delays, 0.99),
      unit: 'ms',
      bar: { atMost: 100 },
    },
  )
  const at1000 = await paced(loader, receiver, server, told, 1000)
  figures.push(
    {
      name: 'events delivered a second, of 1,000 posted',
      baseline: `${at1000.postedPerSecond.toFixed(0)}/s`,
      measured: `${at1000.perSecond.toFixed(0)}/s`,
      value: at1000.perSecond / at1000.postedPerSecond,
      bar: { atLeast: 0.95 },
    },
    { name: '  events in a call', value: at1000.events / at1000.calls },
    { name: '  p99', value: quantile(at1000.delays, 0.99), unit: 'ms' },
  )
  figures.push(
    await compare(
      'POST message, 16 connections, with a webhook / without',
      0.85,
      () => burst(loader, server, silent),
      () => burst(loader, server, told),
    ),
  )
  // What was left behind is delivered before the next part is measured.
  await receiver.do({ kind: 'take', events: Number.POSITIVE_INFINITY, msMax: 3000 })
  figures.push(await beside(loader, receiver, server, target))
  return figures
}

const burst = async (loader: Loader, { port }: Server, requests: readonly string[]): Promise<number> =>
  (await loader.do({ port, connections: 16, requests, count: 1500, status: 201 })).perSecond

interface Paced extends Received {
  readonly perSecond: number
  readonly postedPerSecond: number
}

/** Posts at a steady rate, and waits until all was told. */
async function paced(
  loader: Loader,
  receiver: Receiver,
  { port }: Server,
  requests: readonly string[],
  perSecond: number,
): Promise<Paced> {
  const count = perSecond * SECONDS
  await receiver.do({ kind: 'take', events: 0, msMax: 0 })
  const start = performance.now()
  const taken = receiver.do({ kind: 'take', events: count, msMax: 30_000 })
  const posted = await loader.do({ port, connections: 32, requests, count, status: 201, perSecond })
  const received = await taken
  if (received.events !== count) throw new Error(`of ${count} events ${received.events} were delivered`)
  return { ...received, perSecond: count / ((performance.now() - start) / 1000), postedPerSecond: posted.perSecond }
}

const APPS = 10
/** Of some hundred events each: what one in a hundred waits for is told by the pauses of the machine, which come now and then. */
const BESIDE_ROUNDS = 10

/** How long healthy targets wait, when two of ten hang, in units of how long they wait otherwise. */
async function beside(loader: Loader, receiver: Receiver, server: Server, target: string): Promise<Figure> {
  const healthy = await Promise.all(Array.from({ length: APPS - 2 }, () => makeApp(server, [`${target}/`], 4)))
  const hanging = await Promise.all(Array.from({ length: 2 }, () => makeApp(server, [`${target}/hang`], 4)))
  const quiet = await Promise.all(Array.from({ length: 2 }, () => makeApp(server, [], 4)))
  const measure = async (others: readonly (readonly string[])[]): Promise<readonly number[]> => {
    const apps = [...healthy, ...others]
    const requests = apps.flatMap((_, at) => apps.map(app => app[at % app.length] ?? ''))
    const count = 1000
    await receiver.do({ kind: 'take', events: 0, msMax: 0 })
    const taken = receiver.do({ kind: 'take', events: (count * healthy.length) / APPS, msMax: 30_000 })
    await loader.do({ port: server.port, connections: 16, requests, count, status: 201, perSecond: 250 })
    return (await taken).delays
  }
  const delays = { without: [] as number[], beside: [] as number[] }
  for (let round = 0; round < BESIDE_ROUNDS; round++) {
    delays.without.push(...(await measure(quiet)))
    delays.beside.push(...(await measure(hanging)))
  }
  const without = quantile(delays.without, 0.99)
  const withThem = quantile(delays.beside, 0.99)
  return {
    name: 'p99 of healthy targets, 2 of 10 hang / none hangs',
    baseline: `${without.toFixed(1)} ms`,
    measured: `${withThem.toFixed(1)} ms`,
    value: withThem / without,
    bar: { atMost: 1.2 },
  }
}

const quantile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN

/** An app whose messages are told to these targets; requests that post in its conversations. */
async function makeApp(server: Server, targets: readonly string[], conversations = CONVERSATIONS): Promise<string[]> {
  const account = new ApiClient(server.address, server.account)
  const app = await account.call(CreateApp, { body: { displayName: 'Bench' } })
  const appId = app.body.app.id
  const key = await account.call(CreateAppKey, { params: { appId }, body: { displayName: 'Bench' } })
  const client = account.as(key.body.key)
  const authorization = authorizationOf(key.body.key)
  const ids: string[] = []
  for (let made = 0; made < conversations; made++) {
    const { body } = await client.call(CreateConversation, { params: { appId }, body: { type: 'sdkGroup' } })
    ids.push(body.conversation.id)
  }
  for (const target of targets) {
    const body = {
      type: 'custom' as const,
      displayName: 'Bench',
      webhooks: [{ target, triggers: ['conversation:message'] }],
    }
    await client.call(CreateIntegration, { params: { appId }, body })
  }
  return ids.map(
    id =>
      `POST /v2/apps/${appId}/conversations/${id}/messages HTTP/1.1\r\nhost: bench\r\nauthorization: ${authorization}\r\n` +
      `content-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`,
  )
}
