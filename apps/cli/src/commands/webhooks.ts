import type { ListDeliveries } from '@parhelion/contract'
import type { Command } from '../command.ts'
import { connect } from '../connection.ts'
import { contract } from '../contract.ts'
import { parseDuration, parseTime } from '../duration.ts'
import { need, UsageError } from '../failure.ts'
import { pairs, printable, table } from '../output.ts'
import { findWebhook } from './webhook-place.ts'

type Delivery = (typeof ListDeliveries)['example']['reply']['deliveries'][number]

const WHERE = '--app ID [--integration ID] [--webhook ID]'
const APP = 'parhelion webhooks'
const example = '--app 67a0e55ef0305f4a391e9d69'

export const logWebhook: Command = {
  words: 'webhooks log',
  summary: 'List what became of events at a webhook, newest first',
  usage: `${WHERE} [--state STATE] [--since TIME]`,
  positionals: [],
  options: ['app', 'integration', 'webhook', 'state', 'since'],
  callsApi: true,
  examples: [`${APP} log ${example}`, `${APP} log ${example} --state failed --since 1h --json`],
  async run(values, _positionals, surroundings) {
    const query = {
      'page[size]': '100',
      ...(values.state === undefined ? {} : { 'filter[state]': values.state }),
      ...(values.since === undefined ? {} : { 'filter[since]': parseTime(values.since, '--since') }),
    }
    const { ListDeliveries } = await contract()
    const client = await connect(values, surroundings)
    const reply = await client.call(ListDeliveries, { params: await findWebhook(client, values), query })
    const rows = reply.deliveries.map(one => [one.createdAt, one.eventId, one.type, one.state, summaryOf(one)])
    const more = reply.meta.hasMore ? '\n… and older ones: narrow it by --state or --since' : ''
    surroundings.print(
      values.json ? JSON.stringify(reply) : table(['TIME', 'EVENT', 'TYPE', 'STATE', 'LAST ATTEMPT'], rows) + more,
    )
    return undefined
  },
}

export const showDelivery: Command = {
  words: 'webhooks show',
  summary: 'Show all attempts to deliver an event to a webhook, and what was sent',
  usage: `${WHERE} EVENTID`,
  positionals: ['EVENTID'],
  options: ['app', 'integration', 'webhook'],
  callsApi: true,
  examples: [`${APP} show ${example} 61290a62c64b3af1ff868714`],
  async run(values, [eventId = ''], surroundings) {
    const { GetDelivery } = await contract()
    const client = await connect(values, surroundings)
    const params = { ...(await findWebhook(client, values)), eventId }
    const reply = await client.call(GetDelivery, { params })
    const { delivery } = reply
    const attempts = delivery.attempts.map(({ at, durationMs, status, problem, answer }) =>
      [at, `${durationMs} ms`, status ?? problem ?? '', answer ?? ''].join('  '),
    )
    const text = [
      pairs([
        ['Event', `${delivery.eventId} ${delivery.type}`],
        ['State', delivery.state],
        ...(delivery.dueAt === undefined ? [] : [['Next attempt', delivery.dueAt] as const]),
      ]),
      'Attempts:',
      ...attempts.map(line => `  ${printable(line)}`),
      ...JSON.stringify(delivery.event, null, 2).split('\n').map(printable),
    ].join('\n')
    surroundings.print(values.json ? JSON.stringify(reply) : text)
    return undefined
  },
}

export const replayWebhook: Command = {
  words: 'webhooks replay',
  summary: 'Send an event again, or all that failed since a time',
  usage: `${WHERE} (--event ID | --since TIME [--until TIME] [--state failed|delivered])`,
  positionals: [],
  options: ['app', 'integration', 'webhook', 'event', 'since', 'until', 'state'],
  callsApi: true,
  examples: [`${APP} replay ${example} --since 1h`, `${APP} replay ${example} --event 61290a62c64b3af1ff868714`],
  async run(values, _positionals, surroundings) {
    if ((values.event === undefined) === (values.since === undefined))
      throw new UsageError('Say what to send again: --event or --since')
    const { ReplayDelivery, ReplayDeliveries } = await contract()
    const range = {
      since: parseTime(values.since ?? '1s', '--since'),
      ...(values.until === undefined ? {} : { until: parseTime(values.until, '--until') }),
      // What it must be, the server says.
      ...(values.state === undefined ? {} : { state: values.state as 'failed' }),
    }
    const client = await connect(values, surroundings)
    const at = await findWebhook(client, values)
    if (values.event !== undefined) {
      const reply = await client.call(ReplayDelivery, { params: { ...at, eventId: need(values.event, '--event') } })
      surroundings.print(values.json ? JSON.stringify(reply) : `Sending ${values.event} again`)
      return undefined
    }
    const reply = await client.call(ReplayDeliveries, { params: at, body: range })
    surroundings.print(values.json ? JSON.stringify(reply) : `Sending ${reply.replayed} again`)
    return undefined
  },
}

export const rotateWebhook: Command = {
  words: 'webhooks rotate',
  summary: 'Make a new secret for a webhook; the one before stays good for a while',
  usage: `${WHERE} --which apiKey|signing [--overlap TIME]`,
  positionals: [],
  options: ['app', 'integration', 'webhook', 'which', 'overlap'],
  callsApi: true,
  examples: [`${APP} rotate ${example} --which signing --overlap 7d`],
  async run(values, _positionals, surroundings) {
    const which = need(values.which, '--which')
    if (which !== 'apiKey' && which !== 'signing') throw new UsageError('--which must be apiKey or signing')
    const overlapSeconds = values.overlap === undefined ? undefined : parseDuration(values.overlap, '--overlap')
    const body = { which, ...(overlapSeconds === undefined ? {} : { overlapSeconds }) } as const
    const { RotateWebhookSecret } = await contract()
    const client = await connect(values, surroundings)
    const reply = await client.call(RotateWebhookSecret, { params: await findWebhook(client, values), body })
    const secret = which === 'apiKey' ? reply.webhook.secret : reply.signingSecret.secret
    surroundings.print(values.json ? JSON.stringify(reply) : pairs([['Secret', secret]]))
    return undefined
  },
}

function summaryOf({ attempts }: Delivery): string {
  const last = attempts.at(-1)
  return last === undefined ? '' : `${last.status ?? last.problem ?? ''} (${attempts.length}×)`
}
