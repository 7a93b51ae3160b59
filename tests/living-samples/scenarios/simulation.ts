import {
  GetConversation,
  GetDevice,
  GetUser,
  ListClients,
  ListEvents,
  ListMessages,
  ListParticipants,
  SimulateLinking,
} from '@parhelion/contract'
import { until } from '../../process/processes.ts'
import { must, type Scenario, withId } from '../scenario.ts'
import type { Scene } from '../scene.ts'
import { ofClient } from './users.ts'

async function ofTalk(scene: Scene) {
  const userId = await scene.user()
  return { userId, conversationId: await scene.group(userId) }
}

/** A program that makes something happen of which only events tell. */
const happens =
  (type: 'conversation:postback' | 'conversation:typing'): Scenario =>
  async scene => {
    const params = await ofTalk(scene)
    const integrationId = await scene.integration({
      type: 'custom',
      displayName: 'Listener',
      webhooks: [{ target: 'http://127.0.0.1:9/never', triggers: [type] }],
    })
    const after = async () => {
      const query = `filter[type]=${type}`
      const events = async () => (await scene.call(ListEvents, { integrationId }, { query })).events
      await until(async () => (await events()).length > 0)
      const [event] = await events()
      must(JSON.stringify(event).includes(params.conversationId), 'it has happened in another conversation')
      return {}
    }
    return { values: scene.place(params), after }
  }

export const simulation = {
  SimulateMessage: async scene => {
    const integrationId = await scene.integration({ type: 'web' })
    return {
      values: scene.place({ integrationId }),
      after: async printed => {
        const conversationId = printed.value('conversationId')
        const [message] = (await scene.call(ListMessages, { conversationId })).messages
        const [participant] = (await scene.call(ListParticipants, { conversationId })).participants
        const userId = participant?.userId ?? ''
        const [client] = (await scene.call(ListClients, { userIdOrExternalId: userId })).clients
        await scene.call(GetConversation, { conversationId })
        return { message, userId, conversationId, clientId: client?.id }
      },
    }
  },
  SimulatePostback: happens('conversation:postback'),
  SimulateActivity: happens('conversation:typing'),
  SimulateDevice: async scene => {
    const userId = await scene.user()
    const integrationId = await scene.integration({ type: 'web' })
    return {
      values: scene.place({ userId, integrationId }),
      after: printed => scene.call(GetDevice, { userIdOrExternalId: userId, deviceId: printed.value('device.id') }),
    }
  },
  SimulateIdentity: async scene => {
    const userId = await scene.user()
    return { values: scene.place({ userId }), after: () => scene.call(GetUser, { userIdOrExternalId: userId }) }
  },
  SimulateLinking: async scene => {
    const { userIdOrExternalId: userId, clientId } = await ofClient(scene)
    await scene.call(SimulateLinking, {}, { body: { userId, clientId, outcome: 'matched' } })
    const after = async () => {
      const { clients } = await scene.call(ListClients, { userIdOrExternalId: userId })
      return { client: withId(clients, clientId) }
    }
    return { values: scene.place({ userId, clientId }), after }
  },
} satisfies Record<string, Scenario>
