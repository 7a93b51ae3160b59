import { ListMessages, PostMessage } from '@parhelion/contract'
import { beforeAll, describe, expect, test } from 'vitest'
import { byBusiness, makeAppOfMany, makeGroup } from '../../testing/conversation.ts'
import { fillConversation } from '../../testing/fill-conversation.ts'
import { refused } from '../../testing/refused.ts'
import { testDatabase } from '../../testing/test-database.ts'
import { testServer } from '../../testing/test-server.ts'

const LIMIT = 30_000

const database = await testDatabase()
const asked = recordStatements(database.pool)
const server = await testServer({ database })
const app = await makeAppOfMany(server.account)
const { appId, client } = app
const { conversationId } = await makeGroup(app, [])
const params = { appId, conversationId }

beforeAll(async () => {
  await fillConversation(database.pool, params, LIMIT - 10)
})

test('fifty posts at once to a conversation of 29,990 messages end at exactly 30,000', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => client.call(PostMessage, { params, body: byBusiness(`new ${index}`) })),
  )
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(10)
  const others = answers.filter(({ status }) => status !== 201)
  expect(others).toHaveLength(40)
  for (const answer of others)
    expect(answer).toMatchObject(refused(423, 'locked', 'Message limit of 30000 per conversation reached.'))
  const { rows } = await database.pool.query(
    `select c.message_count::int as counted, (select count(*)::int from messages where conversation_id = c.id) as stored
     from conversations c where id = $1`,
    [conversationId],
  )
  expect(rows).toEqual([{ counted: LIMIT, stored: LIMIT }])
})

describe('a page of a conversation of 30,000 messages', () => {
  test.each([
    ['the newest', ''],
    ['before the newest', async () => `page[before]=${await idAt(1)}`],
    ['in the middle', async () => `page[before]=${await idAt(LIMIT / 2)}`],
    ['the oldest', `page[after]=${'0'.repeat(24)}`],
    ['behind the oldest', async () => `page[after]=${await idAt(LIMIT - 20)}`],
    ['behind one that is gone', `page[after]=${'f'.repeat(24)}`],
  ])('is read by its place alone: %s', async (_, where) => {
    const query = typeof where === 'string' ? where : await where()
    asked.length = 0
    const { status } = await client.call(ListMessages, { params, query })
    expect(status).toBe(200)
    const read = asked.filter(({ text }) => /\bfrom messages\b/.test(text))
    expect(read.length).toBeGreaterThan(0)
    for (const { text, values } of read) {
      const { rows } = await database.pool.query({ text: `explain (analyze, format json) ${text}`, values })
      const nodes = [...nodesOf(rows[0]['QUERY PLAN'][0].Plan)]
      expect(nodes.map(node => node['Node Type'])).not.toContain('Seq Scan')
      // A page and one more, whichever page: nothing is read only to be counted past or sorted.
      for (const node of nodes) expect(node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)).toBeLessThan(110)
    }
  })
})

/** The id of the message that so many others came after. */
async function idAt(fromEnd: number): Promise<string> {
  const { rows } = await database.pool.query(
    'select id from messages where app_id = $1 and conversation_id = $2 order by seq desc offset $3 limit 1',
    [appId, conversationId, fromEnd],
  )
  return rows[0].id
}

interface Node {
  readonly 'Node Type': string
  readonly 'Actual Rows': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Node[]
}

function* nodesOf(node: Node): Generator<Node> {
  yield node
  for (const child of node.Plans ?? []) yield* nodesOf(child)
}

/** Every statement that goes to the pool itself, from now on. */
function recordStatements(pool: typeof database.pool): { text: string; values: unknown[] }[] {
  const statements: { text: string; values: unknown[] }[] = []
  const query = pool.query.bind(pool) as (...args: unknown[]) => unknown
  pool.query = ((...args: unknown[]) => {
    const [first] = args
    if (typeof first === 'object' && first !== null && 'text' in first && 'values' in first)
      statements.push(first as (typeof statements)[number])
    return query(...args)
  }) as typeof pool.query
  return statements
}
