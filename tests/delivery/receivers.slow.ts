import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateConversation,
  CreateIntegration,
  GetSigningSecret,
  ListWebhooks,
  PostMessage,
  UpdateWebhook,
} from '@parhelion/contract'
import { ApiClient, type ReceivedCall, WebhookReceiver } from '@parhelion/testkit'
import { Webhook } from 'standardwebhooks'
import { expect, onTestFinished, test } from 'vitest'
import { until } from '../process/processes.ts'
import { ROOT, startServer, temporaryFolder } from '../process/server.ts'

const GUIDE = readFileSync(join(ROOT, 'docs/guides/receive-webhooks.md'), 'utf8')

const LANGUAGES = [
  { block: 'js', file: 'receiver.mjs', command: [process.execPath] },
  { block: 'python', file: 'receiver.py', command: ['python3'] },
  { block: 'go', file: 'receiver.go', command: ['go', 'run'] },
] as const

/** A server with its demo app, a webhook for a target that is made for its signing secret, and a way to post. */
async function serve(makeTarget: (signingSecret: string) => Promise<string>) {
  const server = startServer(temporaryFolder(), {
    env: { PARHELION_OUTPUT: 'json', PARHELION_WEBHOOK_RETRY_DELAYS: '0.2 0.2 0.2 0.2' },
  })
  const address = await server.address()
  const { account, demo } = JSON.parse(server.stdout)
  const client = new ApiClient(address, account)
  const webhooks = [{ target: 'http://127.0.0.1:9/', triggers: ['conversation:message'] }]
  const { appId } = demo
  const { body } = await client.call(CreateIntegration, {
    params: { appId },
    body: { type: 'custom', displayName: 'Guide', webhooks },
  })
  const at = { appId, integrationId: body.integration.id }
  const [webhook] = (await client.call(ListWebhooks, { params: at })).body.webhooks
  const params = { ...at, webhookId: webhook?.id ?? '' }
  const secret = (await client.call(GetSigningSecret, { params })).body.signingSecret.secret
  await client.call(UpdateWebhook, { params, body: { target: await makeTarget(secret) } })
  const made = await client.call(CreateConversation, { params: { appId }, body: { type: 'sdkGroup' } })
  const conversation = { appId, conversationId: made.body.conversation.id }
  const post = (text: string) =>
    client.call(PostMessage, {
      params: conversation,
      body: { author: { type: 'business' }, content: { type: 'text', text } },
    })
  return { secret, post }
}

function isThere(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function folderForTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parhelion-guide-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function outputOf(child: ChildProcess): () => string {
  let output = ''
  child.stdout?.on('data', data => {
    output += data
  })
  return () => output
}

test.for(LANGUAGES)(
  'the receiver of the guide in $block prints genuine events once, and refuses forged ones',
  async ({ block, file, command: [program, ...args] }, context) => {
    if (!isThere(program, block === 'go' ? 'version' : '--version')) return context.skip(`${program} is not installed`)
    const source = new RegExp(`\`\`\`${block}\n([\\s\\S]*?)\`\`\``).exec(GUIDE)?.[1] ?? ''
    const path = join(folderForTest(), file)
    writeFileSync(path, source)
    let output = () => ''
    let target = ''
    const { post } = await serve(async secret => {
      const env = { ...process.env, SIGNING_SECRET: secret, PORT: '0' }
      const child = spawn(program, [...args, path], { env, stdio: ['ignore', 'pipe', 'inherit'], detached: true })
      onTestFinished(() => {
        // `go run` is the parent of the program.
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      })
      output = outputOf(child)
      await until(() => /listening on \d+/.test(output()))
      target = `http://127.0.0.1:${/listening on (\d+)/.exec(output())?.[1]}/`
      return target
    })
    for (const text of ['first', 'second']) {
      await post(text)
      await until(() => output().includes(text))
    }
    expect(output()).toMatch(
      /^listening on \d+\nconversation:message [0-9a-f]{24} first\nconversation:message [0-9a-f]{24} second\n$/,
    )
    const body = JSON.stringify({ events: [{ id: 'x', type: 'forged', payload: {} }] })
    const headers = {
      'webhook-id': 'x',
      'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
      'webhook-signature': 'v1,AAAA',
    }
    expect((await fetch(target, { method: 'POST', body, headers })).status).toBe(401)
    expect(output()).not.toContain('forged')
  },
)

/** The headers that the libraries look at. */
const signed = ({ headers }: ReceivedCall): Record<string, string> =>
  Object.fromEntries(
    ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(name => [name, String(headers[name])]),
  )

async function receiveOne() {
  const receiver = await WebhookReceiver.start()
  onTestFinished(() => receiver.stop())
  const { secret, post } = await serve(async () => receiver.address)
  await post('signed')
  await until(() => receiver.calls.length > 0)
  const [call] = receiver.calls
  if (call === undefined) throw new Error('a call was waited for')
  return { secret, call }
}

test('the official library for JavaScript accepts our signatures, and no others', async () => {
  const { secret, call } = await receiveOne()
  const library = new Webhook(secret)
  expect(library.verify(call.body, signed(call))).toMatchObject({ events: [{ type: 'conversation:message' }] })
  expect(() => library.verify(`${call.body} `, signed(call))).toThrow()
  expect(() => new Webhook('whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA').verify(call.body, signed(call))).toThrow()
})

test('the official library for Python accepts our signatures, and no others', async context => {
  const folder = folderForTest()
  const python = join(folder, 'venv/bin/python')
  const isInstalled =
    isThere('python3', '-m', 'venv', join(folder, 'venv')) &&
    isThere(python, '-m', 'pip', 'install', '-q', 'standardwebhooks==1.1.0')
  if (!isInstalled) return context.skip('no Python with venv, or its package index cannot be reached')
  const { secret, call } = await receiveOne()
  const script = `
import json, sys
from standardwebhooks import Webhook
given = json.load(sys.stdin)
print(Webhook(given["secret"]).verify(given["body"], given["headers"])["events"][0]["type"])
try:
    Webhook(given["secret"]).verify(given["body"] + " ", given["headers"])
    print("accepted")
except Exception as error:
    print(type(error).__name__)
`
  const input = JSON.stringify({ secret, body: call.body, headers: signed(call) })
  const output = execFileSync(python, ['-c', script], { input, encoding: 'utf8' })
  expect(output).toBe('conversation:message\nWebhookVerificationError\n')
})
