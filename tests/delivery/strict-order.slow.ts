import { randomInt } from 'node:crypto'
import { CreateApp, CreateAppKey, CreateConversation, CreateIntegration, PostMessage } from '@parhelion/contract'
import { ApiClient, WebhookReceiver } from '@parhelion/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { seededRandom } from '../durability/random.ts'
import { until } from '../process/processes.ts'
import { startServer, temporaryFolder } from '../process/server.ts'

const CONVERSATIONS = 100
const EVENTS = 10_000
/** So many calls are not taken. Five in a row, after which an event is given up, are as good as excluded by their bound. */
const FAILING = 0.1

const seed = Number(process.env.DURABILITY_SEED ?? randomInt(2 ** 31))

test('where order is strict no event of a conversation is taken before an earlier one, whatever fails', async () => {
  const server = startServer(temporaryFolder(), {
    env: { PARHELION_OUTPUT: 'json', PARHELION_DEMO: 'off', PARHELION_WEBHOOK_RETRY_DELAYS: '0.05 0.05 0.1 0.2' },
  })
  const address = await server.address()
  const random = seededRandom(seed)
  const failures = new Map<string, number>()
  const taken = new Map<string, number[]>()
  let events = 0
  const receiver = await WebhookReceiver.start(call => {
    const [first] = call.events
    const failed = failures.get(first?.id ?? '') ?? 0
    if (failed < 3 && random() < FAILING) {
      for (const { id } of call.events) failures.set(id, failed + 1)
      return 500
    }
    for (const { payload, sequence = 0 } of call.events) {
      const { id } = (payload as { conversation: { id: string } }).conversation
      taken.set(id, [...(taken.get(id) ?? []), sequence])
      events++
    }
    return 200
  })
  onTestFinished(() => receiver.stop())

  const account = new ApiClient(address, JSON.parse(server.stdout).account)
  const { body } = await account.call(CreateApp, { body: { displayName: 'Ordered' } })
  const appId = body.app.id
  const { key } = (await account.call(CreateAppKey, { params: { appId }, body: { displayName: 'Ordered' } })).body
  const client = account.as(key)
  const webhooks = [{ target: receiver.address, triggers: ['conversation:message'], strictOrder: true }]
  await client.call(CreateIntegration, {
    params: { appId },
    body: { type: 'custom', displayName: 'Ordered', webhooks },
  })
  await Promise.all(
    Array.from({ length: CONVERSATIONS }, async () => {
      const made = await client.call(CreateConversation, { params: { appId }, body: { type: 'sdkGroup' } })
      const params = { appId, conversationId: made.body.conversation.id }
      const message = { author: { type: 'business' as const }, content: { type: 'text' as const, text: 'x' } }
      for (let nth = 0; nth < EVENTS / CONVERSATIONS; nth++) {
        const { status } = await client.call(PostMessage, { params, body: message })
        expect(status).toBe(201)
      }
    }),
  )
  await until(() => events >= EVENTS)
  const inverted = [...taken.values()].filter(sequences => sequences.some((one, at) => one <= (sequences[at - 1] ?? 0)))
  expect(inverted, `seed ${seed}`).toEqual([])
  expect(taken.size).toBe(CONVERSATIONS)
  console.log(
    `${events} events in ${receiver.calls.length} calls, ${failures.size} events refused at least once; no inversion, seed ${seed}`,
  )
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)
})
