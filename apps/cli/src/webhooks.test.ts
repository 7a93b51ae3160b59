import { type ChildProcess, spawn } from 'node:child_process'
import { CreateConversation, CreateIntegration, ListWebhooks, PostMessage } from '@parhelion/contract'
import { ApiClient, WebhookReceiver } from '@parhelion/testkit'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { BIN, parhelion, type Server, startServer } from './testing/command.ts'

let server: Server
let receiver: WebhookReceiver
let client: ApiClient
let at: { appId: string; integrationId: string; webhookId: string }
let secret: string

beforeAll(async () => {
  server = await startServer()
  receiver = await WebhookReceiver.start()
  const { appId } = server.demo
  client = new ApiClient(server.address, server.account)
  const webhooks = [{ target: receiver.address, triggers: ['conversation:message'] }]
  const { body } = await client.call(CreateIntegration, {
    params: { appId },
    body: { type: 'custom', displayName: 'Mine', webhooks },
  })
  const params = { appId, integrationId: body.integration.id }
  const [webhook] = (await client.call(ListWebhooks, { params })).body.webhooks
  at = { ...params, webhookId: webhook?.id ?? '' }
  secret = webhook?.secret ?? ''
})
afterAll(async () => {
  await receiver.stop()
  expect(await server.stop()).toBe(0)
})

const where = () => ['--app', at.appId, '--integration', at.integrationId]

async function run(...args: string[]) {
  const { code, stdout, stderr } = await parhelion(['webhooks', ...args, ...where(), ...server.connection])
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

async function post(text: string): Promise<void> {
  const { appId } = at
  const made = await client.call(CreateConversation, { params: { appId }, body: { type: 'sdkGroup' } })
  const params = { appId, conversationId: made.body.conversation.id }
  await client.call(PostMessage, { params, body: { author: { type: 'business' }, content: { type: 'text', text } } })
}

test('what became of an event is listed, shown and sent again', async () => {
  receiver.respond = (_, response) => void response.writeHead(404).end('no such \u001b[31mhook')
  await post('Hello')
  await vi.waitUntil(async () => (await run('log')).includes('failed'), 60_000)
  const [failed] = JSON.parse(await run('log', '--state', 'failed', '--since', '1h', '--json')).deliveries
  expect(failed).toMatchObject({ state: 'failed', type: 'conversation:message' })
  const shown = await run('show', failed.eventId)
  expect(shown).toContain('404')
  expect(shown).toContain('no such \\u{1b}[31mhook')
  expect(shown).toContain('"text": "Hello"')

  receiver.respond = () => 200
  expect(await run('replay', '--event', failed.eventId)).toBe(`Sending ${failed.eventId} again\n`)
  await vi.waitUntil(async () => (await run('log')).includes('delivered'), 60_000)
  expect(await run('replay', '--since', '1h')).toBe('Sending 0 again\n')
  expect(await run('replay', '--since', '1h', '--state', 'delivered')).toBe('Sending 1 again\n')
})

test('a secret is rotated', async () => {
  const rotated = await run('rotate', '--which', 'apiKey', '--overlap', '1h')
  expect(rotated).toMatch(/^Secret {2}[0-9a-f]{32}\n$/)
  expect(rotated).not.toContain(secret)
  expect(await run('rotate', '--which', 'signing')).toMatch(/^Secret {2}whsec_/)
})

test('events are shown as they happen, and forwarded as a webhook is called', async () => {
  const other = await WebhookReceiver.start()
  onTestFinished(() => other.stop())
  const args = [
    'webhooks',
    'listen',
    ...where(),
    '--triggers',
    'conversation:message',
    '--forward',
    `${other.address}/dev`,
  ]
  const child = spawn(process.execPath, [BIN, ...args, ...server.connection], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const output = collect(child)
  await vi.waitUntil(() => output().includes('Listening'), 60_000)
  // It begins at the moment in which it asks for the first time, which is after it says that it listens.
  await vi.waitUntil(async () => {
    await post('live')
    return other.calls.length > 0
  }, 60_000)
  await vi.waitUntil(() => output().includes(`→ ${other.address}/dev 200`), 60_000)
  expect(output()).toMatch(/Z {2}conversation:message {2}[0-9a-f]{24}\n {2}\{.*"live".*\}\n/)
  expect(output()).not.toContain('conversation:create')
  const [call] = other.calls
  expect(call).toMatchObject({ path: '/dev', app: { id: at.appId }, webhook: { id: at.webhookId } })
  expect(call?.headers['webhook-signature']).toMatch(/^v1,/)
})

test('the receiver of the demo shows what its webhook was told', async () => {
  await post('to the demo')
  const shown = async () => (await fetch(`${server.address}/demo/webhook`)).text()
  await vi.waitUntil(async () => (await shown()).includes('to the demo'), 60_000)
})

test.each([
  [['replay'], 'Say what to send again: --event or --since'],
  [['replay', '--since', 'yesterday'], '--since must be a time such as 15m'],
  [['rotate'], '--which is missing'],
  [['rotate', '--which', 'both'], '--which must be apiKey or signing'],
  [['listen', '--triggers', 'message'], '--triggers: there is no event "message"'],
  [['listen', '--forward', 'localhost:3000'], '--forward must be an http or https address'],
])('webhooks %j is wrong usage', async (args, line) => {
  const { code, stderr } = await parhelion(['webhooks', ...args, ...where(), ...server.connection])
  expect([code, stderr]).toEqual([2, expect.stringContaining(line)])
})

test('which integration is meant has to be said where there are several', async () => {
  const { code, stderr } = await parhelion(['webhooks', 'log', '--app', at.appId, ...server.connection])
  expect([code, stderr]).toEqual([2, expect.stringContaining('say which by --integration')])
})

function collect(child: ChildProcess): () => string {
  let text = ''
  child.stdout?.on('data', data => {
    text += data
  })
  return () => text
}
