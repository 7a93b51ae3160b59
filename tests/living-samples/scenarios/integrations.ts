import {
  CreateCustomIntegrationKey,
  GetCustomIntegrationKey,
  GetDelivery,
  GetIntegration,
  GetSigningSecret,
  GetWebhook,
  ListCustomIntegrationKeys,
  ListDeliveries,
  ListEvents,
  ListIntegrations,
  ListWebhooks,
} from '@parhelion/contract'
import { WebhookReceiver } from '@parhelion/testkit'
import { until } from '../../process/processes.ts'
import { must, nothing, reads, removes, type Scenario, writes } from '../scenario.ts'
import type { Scene } from '../scene.ts'

const ofIntegration = async (scene: Scene) => ({ integrationId: await scene.integration() })
const ofWebhook = (scene: Scene) => scene.webhook('http://127.0.0.1:9/never')
const ofKey = async (scene: Scene) => {
  const params = await ofIntegration(scene)
  const { key } = await scene.call(CreateCustomIntegrationKey, params, { body: { displayName: 'Scene' } })
  return { ...params, keyId: key.id }
}

/** A webhook that was told of a message, and its receiver, which is for the caller to stop. */
async function told(scene: Scene, state: 'delivered' | 'failed') {
  const receiver = await WebhookReceiver.start(() => (state === 'delivered' ? 200 : 400))
  try {
    const webhook = await scene.webhook(receiver.address)
    await scene.message(await scene.group())
    const list = () => scene.call(ListDeliveries, webhook)
    await until(async () => (await list()).deliveries[0]?.state === state)
    const [delivery] = (await list()).deliveries
    return { receiver, webhook, eventId: delivery?.eventId ?? '' }
  } catch (problem) {
    await receiver.stop()
    throw problem
  }
}

/** @param name of the webhook and of what happened, those that the path has */
const afterDelivery =
  (...names: readonly ('integrationId' | 'webhookId' | 'eventId')[]) =>
  async (scene: Scene) => {
    const { receiver, webhook, eventId } = await told(scene, 'delivered')
    await receiver.stop()
    const params = { ...webhook, eventId }
    return Object.fromEntries(names.map(name => [name, params[name]]))
  }

export const integrations = {
  CreateIntegration: writes(GetIntegration, nothing, { integrationId: 'integration.id' }),
  ListIntegrations: reads(ListIntegrations, async scene => {
    await scene.integration()
    await scene.integration({ type: 'web' })
    return {}
  }),
  GetIntegration: reads(GetIntegration, ofIntegration),
  UpdateIntegration: writes(GetIntegration, ofIntegration),
  DeleteIntegration: removes(GetIntegration, ofIntegration),
  CreateCustomIntegrationKey: writes(GetCustomIntegrationKey, ofIntegration, { keyId: 'key.id' }),
  ListCustomIntegrationKeys: reads(ListCustomIntegrationKeys, async scene => {
    const { integrationId = '' } = await ofKey(scene)
    return { integrationId }
  }),
  GetCustomIntegrationKey: reads(GetCustomIntegrationKey, ofKey),
  DeleteCustomIntegrationKey: removes(GetCustomIntegrationKey, ofKey),
  CreateWebhook: writes(GetWebhook, ofIntegration, { webhookId: 'webhook.id' }),
  ListWebhooks: reads(ListWebhooks, async scene => ({ integrationId: (await ofWebhook(scene)).integrationId })),
  GetWebhook: reads(GetWebhook, ofWebhook),
  UpdateWebhook: writes(GetWebhook, ofWebhook),
  DeleteWebhook: removes(GetWebhook, ofWebhook),
  GetSigningSecret: reads(GetSigningSecret, ofWebhook),
  RotateWebhookSecret: async scene => {
    const webhook = await ofWebhook(scene)
    const { signingSecret: before } = await scene.call(GetSigningSecret, webhook)
    const after = async () => {
      const now = await scene.call(GetSigningSecret, webhook)
      must(now.signingSecret.secret !== before.secret, 'the secret is the one it was')
      return { ...(await scene.call(GetWebhook, webhook)), ...now }
    }
    return { values: scene.place(webhook), after }
  },
  ListDeliveries: reads(ListDeliveries, afterDelivery('integrationId', 'webhookId')),
  GetDelivery: reads(GetDelivery, afterDelivery('integrationId', 'webhookId', 'eventId')),
  ReplayDelivery: async scene => {
    const { receiver, webhook, eventId } = await told(scene, 'delivered')
    const params = { ...webhook, eventId }
    const before = receiver.calls.length
    // What the program was told lasts for as long as the call that it led to is not answered.
    const { promise: looked, resolve: answer } = Promise.withResolvers<void>()
    receiver.respond = async () => {
      await looked
      return 200
    }
    const after = async () => {
      await until(() => receiver.calls.length > before)
      const said = await scene.call(GetDelivery, params)
      answer()
      await until(async () => (await scene.call(GetDelivery, params)).delivery.state === 'delivered')
      return said
    }
    return { values: scene.place(params), after, end: () => receiver.stop() }
  },
  ReplayDeliveries: async scene => {
    const { receiver, webhook, eventId } = await told(scene, 'failed')
    const params = { ...webhook, eventId }
    receiver.respond = () => 200
    const after = async () => {
      await until(async () => (await scene.call(GetDelivery, params)).delivery.state === 'delivered')
      return { replayed: 1 }
    }
    return { values: scene.place(webhook), after, end: () => receiver.stop() }
  },
  ListEvents: reads(ListEvents, afterDelivery('integrationId')),
} satisfies Record<string, Scenario>
