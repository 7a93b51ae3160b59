import type pg from 'pg'
import { Client } from 'pg'
import { fillConversation } from '../apps/server/src/testing/fill-conversation.ts'
import { median, ROUNDS } from './compare.ts'
import { makeConversations } from './messages.ts'
import type { Server, Worker } from './processes.ts'
import type { Figure } from './table.ts'
import type { Load, LoadResult } from './workers/loader.ts'

const MESSAGES = 30_000
/** Pages of a round; the slowest of a hundred is what is compared. */
const PAGES = 300

/** What a page costs at either end of a conversation that is full: the first one asked for, and the oldest. */
export async function pages(
  server: Server,
  loader: Worker<Load, LoadResult>,
  connection: pg.ClientConfig,
): Promise<Figure[]> {
  const { places, authorization } = await makeConversations(server, 1)
  const [place] = places
  if (place === undefined) throw new Error('There is no conversation')
  const client = new Client(connection)
  await client.connect()
  await fillConversation(client, place, MESSAGES).finally(() => client.end())
  const p99 = async (query: string): Promise<number> => {
    const path = `/v2/apps/${place.appId}/conversations/${place.conversationId}/messages${query}`
    const requests = [`GET ${path} HTTP/1.1\r\nhost: bench\r\nauthorization: ${authorization}\r\n\r\n`]
    return (await loader.do({ port: server.port, connections: 1, requests, count: PAGES, status: 200 })).p99
  }
  const rounds: { first: number; oldest: number; ratio: number }[] = []
  await p99('')
  for (let round = 0; round < ROUNDS; round++) {
    const pair = { first: await p99(''), oldest: await p99(`?page[after]=${'0'.repeat(24)}`) }
    rounds.push({ ...pair, ratio: pair.oldest / pair.first })
  }
  const shown = (times: readonly number[]) => `${median(times).toFixed(1)} ms`
  return [
    {
      name: `p99 of the oldest page of ${MESSAGES} messages / of the first`,
      baseline: shown(rounds.map(({ first }) => first)),
      measured: shown(rounds.map(({ oldest }) => oldest)),
      value: median(rounds.map(({ ratio }) => ratio)),
      bar: { atMost: 1.5 },
    },
  ]
}
