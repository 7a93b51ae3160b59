import {
  GetConversation,
  ListSwitchboardIntegrations,
  ListSwitchboards,
  OfferControl,
  type Operation,
  PassControl,
} from '@parhelion/contract'
import { must, reads, type Scenario, type Step, withId } from '../scenario.ts'
import type { Scene } from '../scene.ts'

const ofMember = async (scene: Scene) => {
  const switchboardId = await scene.switchboard()
  return { switchboardId, switchboardIntegrationId: await scene.member(switchboardId, 'desk') }
}

/** A conversation of which `bot` has control, after what is done to it, and who has and who is offered control in the end. */
function control(
  before: readonly (readonly [Operation, object])[],
  active: 'bot' | 'desk' | undefined,
  pending?: 'bot' | 'desk',
): Scenario {
  return async scene => {
    await scene.workingSwitchboard()
    const conversationId = await scene.group()
    for (const [operation, body] of before) await scene.call(operation, { conversationId }, { body })
    const after = async () => {
      const { conversation } = await scene.call(GetConversation, { conversationId })
      const has = conversation.activeSwitchboardIntegration?.name
      const offered = conversation.pendingSwitchboardIntegration?.name
      must(has === active && offered === pending, `${has} has control, and ${offered} is offered it`)
      return {}
    }
    return { values: scene.place({ conversationId }), after }
  }
}

const toNext = { switchboardIntegration: 'next' }

export const switchboards = {
  CreateSwitchboard: async scene => ({
    values: scene.place({}),
    after: async printed => {
      const { switchboards } = await scene.call(ListSwitchboards)
      return { switchboard: withId(switchboards, printed.value('switchboard.id')) }
    },
  }),
  ListSwitchboards: reads(ListSwitchboards, async scene => {
    await scene.workingSwitchboard()
    return {}
  }),
  UpdateSwitchboard: async scene => {
    const params = await ofMember(scene)
    const after = async () => {
      const [switchboard] = (await scene.call(ListSwitchboards)).switchboards
      must(switchboard?.enabled === true, 'it is not enabled')
      return { switchboard }
    }
    return { values: scene.place(params), after }
  },
  DeleteSwitchboard: async scene => {
    const { switchboardId } = await ofMember(scene)
    const after = async () => {
      must((await scene.call(ListSwitchboards)).switchboards.length === 0, 'the switchboard is still there')
      return {}
    }
    return { values: scene.place({ switchboardId }), after }
  },
  CreateSwitchboardIntegration: async scene => {
    const params = { switchboardId: await scene.switchboard() }
    const values = scene.place({ ...params, integrationId: await scene.integration() })
    const after: Step['after'] = async printed => {
      const { switchboardIntegrations } = await scene.call(ListSwitchboardIntegrations, params)
      return { switchboardIntegration: withId(switchboardIntegrations, printed.value('switchboardIntegration.id')) }
    }
    return { values, after }
  },
  ListSwitchboardIntegrations: reads(ListSwitchboardIntegrations, async scene => ({
    switchboardId: (await ofMember(scene)).switchboardId,
  })),
  UpdateSwitchboardIntegration: async scene => {
    const { switchboardId, switchboardIntegrationId } = await ofMember(scene)
    const after = async () => {
      const { switchboardIntegrations } = await scene.call(ListSwitchboardIntegrations, { switchboardId })
      const switchboardIntegration = withId(switchboardIntegrations, switchboardIntegrationId)
      must(switchboardIntegration.name === 'bot', 'it has not got the name')
      return { switchboardIntegration }
    }
    return { values: scene.place({ switchboardId, switchboardIntegrationId }), after }
  },
  DeleteSwitchboardIntegration: async scene => {
    const { switchboardId, switchboardIntegrationId } = await ofMember(scene)
    const after = async () => {
      const { switchboardIntegrations } = await scene.call(ListSwitchboardIntegrations, { switchboardId })
      must(switchboardIntegrations.length === 0, 'the integration is still in the switchboard')
      return {}
    }
    return { values: scene.place({ switchboardId, switchboardIntegrationId }), after }
  },
  PassControl: control([], 'desk'),
  OfferControl: control([], 'bot', 'desk'),
  AcceptControl: control([[OfferControl, toNext]], 'desk'),
  ReleaseControl: control([[PassControl, toNext]], undefined),
} satisfies Record<string, Scenario>
