import { createHmac } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { WireEvent } from '@parhelion/contract'
import type { Client } from '../client.ts'
import type { Command, Surroundings } from '../command.ts'
import { connect } from '../connection.ts'
import { contract } from '../contract.ts'
import { Refusal, UsageError } from '../failure.ts'
import { printable } from '../output.ts'
import { findIntegration, type IntegrationPlace } from './webhook-place.ts'

/** Between two looks for events. */
const LOOK_MS = 300
const ANSWER_MS_MAX = 20_000

export const listen: Command = {
  words: 'webhooks listen',
  summary: 'Show events as they happen, and forward them to an address, until stopped with Ctrl-C',
  usage: '--app ID [--integration ID] [--triggers LIST] [--forward URL] [--json]',
  positionals: [],
  options: ['app', 'integration', 'triggers', 'forward'],
  callsApi: true,
  examples: [
    'parhelion webhooks listen --app 67a0e55ef0305f4a391e9d69',
    'parhelion webhooks listen --app 67a0e55ef0305f4a391e9d69 --triggers conversation:message --forward http://localhost:3000/hook',
  ],
  async run(values, _positionals, surroundings) {
    const triggers = await parseTriggers(values.triggers)
    const target = parseTarget(values.forward)
    const client = await connect(values, surroundings)
    const at = await findIntegration(client, values)
    const forward = target === undefined ? undefined : await forwarderTo(target, client, at)
    if (!values.json) surroundings.print(`Listening to ${at.appId}; stop with Ctrl-C`)
    for await (const event of eventsOf(client, at)) {
      if (triggers !== undefined && !triggers.has(event.type)) continue
      show(event, values.json === true, surroundings)
      if (forward !== undefined) surroundings.print(await forward(event))
    }
    return undefined
  },
}

async function* eventsOf(client: Client, params: IntegrationPlace): AsyncGenerator<WireEvent> {
  const { ListEvents } = await contract()
  let { meta } = await client.call(ListEvents, { params, query: { after: 'end' } })
  for (;;) {
    const page = await client.call(ListEvents, { params, query: { after: meta.afterCursor } })
    yield* page.events
    meta = page.meta
    if (!meta.hasMore) await delay(LOOK_MS)
  }
}

function show(event: WireEvent, asJson: boolean, { print }: Surroundings): void {
  if (asJson) {
    print(JSON.stringify(event))
    return
  }
  print(printable(`${event.createdAt}  ${event.type}  ${event.id}`))
  print(printable(`  ${JSON.stringify(event.payload)}`))
}

/** Calls an address as a webhook is called, with the secrets of the first webhook of the integration. */
async function forwarderTo(
  target: URL,
  client: Client,
  at: IntegrationPlace,
): Promise<(event: WireEvent) => Promise<string>> {
  const { GetSigningSecret, ListWebhooks } = await contract()
  const [webhook] = (await client.call(ListWebhooks, { params: at })).webhooks
  if (webhook === undefined) throw new Refusal(`The integration ${at.integrationId} has no webhook to forward as`)
  const { signingSecret } = await client.call(GetSigningSecret, { params: { ...at, webhookId: webhook.id } })
  const key = Buffer.from(signingSecret.secret.replace(/^whsec_/, ''), 'base64')
  return async event => {
    const body = JSON.stringify({ app: { id: at.appId }, webhook: { id: webhook.id, version: 'v2' }, events: [event] })
    const timestamp = String(Math.floor(Date.now() / 1000))
    const signature = createHmac('sha256', key).update(`${event.id}.${timestamp}.${body}`).digest('base64')
    const headers = {
      'content-type': 'application/json',
      'x-api-key': webhook.secret,
      'webhook-id': event.id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    }
    const signal = AbortSignal.timeout(ANSWER_MS_MAX)
    const answer = await fetch(target, { method: 'POST', headers, body, redirect: 'manual', signal }).catch(
      () => undefined,
    )
    return `  → ${target.href} ${answer === undefined ? 'does not answer' : answer.status}`
  }
}

async function parseTriggers(list: string | undefined): Promise<ReadonlySet<string> | undefined> {
  if (list === undefined) return undefined
  const { TRIGGERS } = await contract()
  const names = list.split(',').map(name => name.trim())
  const known: readonly string[] = TRIGGERS
  const unknown = names.find(name => !known.includes(name))
  if (unknown !== undefined) throw new UsageError(`--triggers: there is no event "${unknown}"`)
  return names.includes('*') ? undefined : new Set(names)
}

function parseTarget(text: string | undefined): URL | undefined {
  if (text === undefined) return undefined
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError('--forward must be an http or https address')
  return url
}
