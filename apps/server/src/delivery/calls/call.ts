import { createHmac, randomBytes } from 'node:crypto'
import { mayBeNarrowed, project } from '@parhelion/contract'
import type { OutboxEvent } from '../../events/read.ts'
import type { Listener } from '../model.ts'

export interface Call {
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string>>
}

/**
 * The call of a webhook with events of its app. It is signed as Standard Webhooks says, with every secret that is good.
 * The id is that of the event if it is alone, so that it stays the same at each attempt; a group has one of its own.
 */
export function compose(listener: Listener, events: readonly OutboxEvent[], now: Date): Call {
  const [first, ...others] = events
  const told = events.map(event => tell(event, listener)).join(',')
  const webhook = JSON.stringify({ id: listener.id, version: listener.version })
  const body = Buffer.from(`{"app":{"id":${JSON.stringify(listener.appId)}},"webhook":${webhook},"events":[${told}]}`)
  const id = others.length === 0 && first !== undefined ? first.id : `group_${randomBytes(12).toString('hex')}`
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const signatures = listener.signingSecrets.map(secret => sign(secret, `${id}.${timestamp}.`, body))
  return {
    body,
    headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') },
  }
}

/** An event as a webhook is told of it; the same bytes whenever it is told. */
export function tell(
  { id, createdAt, type, seq, payload }: OutboxEvent,
  fullness: Pick<Listener, 'includeFullUser' | 'includeFullSource'>,
): string {
  const sequence = seq === null ? '' : `,"sequence":${seq}`
  const head = `{"id":"${id}","createdAt":"${createdAt}","type":${JSON.stringify(type)}${sequence},"payload":`
  const isTold = fullness.includeFullUser && fullness.includeFullSource
  if (isTold || !mayBeNarrowed(payload)) return `${head}${payload}}`
  const event = { id, createdAt: '', type, payload: JSON.parse(payload) }
  return `${head}${JSON.stringify(project(event, fullness).payload)}}`
}

function sign(secret: string, head: string, body: Buffer): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(head).update(body).digest('base64')}`
}

const ANSWER_BYTES_MAX = 1024

/** The beginning of an answer for the log: without the secrets of the webhook, and without what no column holds. */
export function loggable(answer: string, { apiKeys, signingSecrets }: Listener): string {
  const secrets = [...apiKeys, ...signingSecrets.flatMap(secret => [secret, secret.replace(/^whsec_/, '')])]
  const clean = secrets.reduce((text, secret) => text.replaceAll(secret, '…'), answer).replaceAll('\0', '')
  return Buffer.from(clean).subarray(0, ANSWER_BYTES_MAX).toString('utf8')
}
