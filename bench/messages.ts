import { CreateApp, CreateAppKey, CreateConversation } from '@parhelion/contract'
import { ApiClient, authorizationOf } from '@parhelion/testkit'
import type pg from 'pg'
import { compare, median } from './compare.ts'
import { type Server, Worker } from './processes.ts'
import type { Figure } from './table.ts'
import type { Inserts, InsertsResult } from './workers/bare-sql.ts'
import type { Load, LoadResult } from './workers/loader.ts'

const CONVERSATIONS = 64
/** Messages of a round, by connections: about half a second each. */
const LOADS = [
  { connections: 1, count: 250, bar: undefined },
  { connections: 16, count: 1500, bar: 0.6 },
  { connections: 64, count: 2500, bar: 1 },
] as const
/** Until V8 has compiled the way of a message for good. */
const WARM_UP = 20_000
const BODY = JSON.stringify({
  author: { type: 'business' },
  content: { type: 'text', text: 'A message of the bench' },
})

export interface Place {
  readonly appId: string
  readonly conversationId: string
}

/** Text messages with their events, written durably, against the one statement that writes as much. */
export async function messages(
  server: Server,
  loader: Worker<Load, LoadResult>,
  connection: pg.ClientConfig,
): Promise<Figure[]> {
  await using bare = new Worker<Inserts, InsertsResult>('bare-sql')
  const { places, requests } = await makeConversations(server)
  await loader.do({ port: server.port, connections: 64, requests, count: WARM_UP, status: 201 })
  const figures: Figure[] = []
  for (const { connections, count, bar } of LOADS) {
    const spread = Array.from({ length: count }, (_, index) => places[index % places.length] as Place)
    const times: LoadResult[] = []
    const figure = await compare(
      `POST message, ${connections} connections / its bare SQL`,
      bar,
      async () => (await bare.do({ what: 'message', connection, connections, places: spread })).perSecond,
      async () => {
        times.push(await loader.do({ port: server.port, connections, requests, count, status: 201 }))
        return times.at(-1)?.perSecond ?? 0
      },
      2,
    )
    const p50 = median(times.map(one => one.p50))
    const p99 = median(times.map(one => one.p99))
    figures.push(figure, { name: `  p50, ${connections} connections`, value: p50, unit: 'ms' })
    const name = `  p99, ${connections} connections`
    figures.push({ name, value: p99, unit: 'ms', ...(connections === 16 ? { bar: { atMost: 15 } } : {}) })
  }
  return figures
}

/** Conversations of one app, and for each a request that posts to it. */
export async function makeConversations(
  server: Server,
  count = CONVERSATIONS,
): Promise<{ places: Place[]; requests: string[]; authorization: string }> {
  const account = new ApiClient(server.address, server.account)
  const app = await account.call(CreateApp, { body: { displayName: 'Bench' } })
  const appId = app.body.app.id
  const key = await account.call(CreateAppKey, { params: { appId }, body: { displayName: 'Bench' } })
  const authorization = authorizationOf(key.body.key)
  const client = account.as(key.body.key)
  const places: Place[] = []
  for (let made = 0; made < count; made++) {
    const { body } = await client.call(CreateConversation, { params: { appId }, body: { type: 'sdkGroup' } })
    places.push({ appId, conversationId: body.conversation.id })
  }
  const requests = places.map(
    ({ conversationId }) =>
      `POST /v2/apps/${appId}/conversations/${conversationId}/messages HTTP/1.1\r\nhost: bench\r\nauthorization: ${authorization}\r\n` +
      `content-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`,
  )
  return { places, requests, authorization }
}
