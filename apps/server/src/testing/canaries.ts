import { randomBytes } from 'node:crypto'
import { integrationTypes } from '@parhelion/contract'

/** A text that appears nowhere by chance; long enough for every secret that has a least length. */
export const canary = (name: string): string => `canary-${name.replaceAll(' ', '-')}-${randomBytes(48).toString('hex')}`

/** What types ask for beyond their required properties, or what must fit together. */
const EXTRAS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  custom: { webhooks: [{ target: 'https://example.com/callback', triggers: ['*'] }] },
  line: { channelId: 'channel' },
  mailgun: { domain: 'example.com', incomingAddress: 'in@example.com' },
  twilio: { messagingServiceSid: 'service' },
}

export interface Planted {
  readonly body: Readonly<Record<string, unknown>>
  /** Every secret in the body. */
  readonly canaries: readonly string[]
  /** An update that replaces the secrets that can be. */
  readonly change: Readonly<Record<string, unknown>>
  readonly changed: readonly string[]
}

/** For each type a body with all its secrets, taken from the contract, so that a new one is planted by itself. */
export function plantedBodies(): ReadonlyMap<string, Planted> {
  return new Map(Object.entries(integrationTypes).map(([type, { fields }]) => [type, plant(type, fields)]))
}

type Fields = (typeof integrationTypes)[keyof typeof integrationTypes]['fields']

function plant(type: string, fields: Fields): Planted {
  const secrets = Object.entries(fields).filter(([, { kind }]) => kind === 'secret')
  const required = Object.entries(fields)
    .filter(([, field]) => field.kind === 'plain' && field.required)
    .map(([name, { schema }]) => [name, (schema as { enum?: readonly unknown[] }).enum?.[0] ?? name])
  const first = secrets.map(([name]) => [name, canary(`${type}-${name}`)] as const)
  const second = secrets
    .filter(([, { update }]) => update !== undefined)
    .map(([name]) => [name, canary(`${type}-${name}-changed`)] as const)
  return {
    body: { type, ...Object.fromEntries(required), ...EXTRAS[type], ...Object.fromEntries(first) },
    canaries: first.map(([, value]) => value),
    change: Object.fromEntries(second),
    changed: second.map(([, value]) => value),
  }
}

/** How a secret could stand in a text: as it is, as hex, or as base64 at each of the three places it can begin at. */
export function disguises(secret: string): string[] {
  const base64 = ['', 'x', 'xx'].flatMap(before => {
    const text = Buffer.from(before + secret).toString('base64')
    // The first and the last group also hold what stands beside the secret.
    const middle = text.slice(4, -4)
    return [middle, middle.replaceAll('+', '-').replaceAll('/', '_')]
  })
  return [secret, Buffer.from(secret).toString('hex'), ...new Set(base64)]
}
