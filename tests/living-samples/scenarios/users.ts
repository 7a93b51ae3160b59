import {
  CreateClient,
  GetDevice,
  GetUser,
  ListClients,
  ListDevices,
  ListUsers,
  RemoveClient,
  SimulateDevice,
  SimulateIdentity,
  SyncUser,
} from '@parhelion/contract'
import { integrationSamples } from '../../../apps/server/src/testing/integration-samples.ts'
import { must, nothing, reads, removes, type Scenario, withId, writes } from '../scenario.ts'
import type { Scene } from '../scene.ts'

const EMAIL = 'steve@example.com'

const ofUser = async (scene: Scene) => ({
  userIdOrExternalId: await scene.user({
    externalId: 'with /slash, 🌞 and %41',
    profile: { givenName: 'Ünï "quoted" 🌞', surname: 'Line\nbreak\\' },
    metadata: { big: 12_345_678_901, fraction: 0.1, yes: true },
  }),
})

/** The same user by the other of its names, which has what a path cannot carry as it is. */
const ofExternalId = async (scene: Scene) => {
  await ofUser(scene)
  return { userIdOrExternalId: 'with /slash, 🌞 and %41' }
}

/** A user who can be reached by text message. */
export async function ofClient(scene: Scene) {
  const userIdOrExternalId = await scene.user()
  const integrationId = await scene.integration({ type: 'twilio', ...integrationSamples.twilio.required })
  const matchCriteria = { type: 'twilio', integrationId, phoneNumber: '+15145555555' }
  const target = { conversationId: await scene.group(userIdOrExternalId) }
  const body = { matchCriteria, confirmation: { type: 'immediate' }, target }
  const { client } = await scene.call(CreateClient, { userIdOrExternalId }, { body })
  return { userIdOrExternalId, clientId: client.id }
}

const ofDevice = async (scene: Scene) => {
  const userId = await scene.user()
  const integrationId = await scene.integration({ type: 'web' })
  const body = { userId, integrationId, type: 'web', guid: 'a-device', info: { os: 'Linux' } }
  const { device } = await scene.call(SimulateDevice, {}, { body })
  return { userIdOrExternalId: userId, deviceId: device.id }
}

export const users = {
  CreateUser: writes(GetUser, nothing, { userIdOrExternalId: 'user.id' }),
  ListUsers: reads(
    ListUsers,
    async scene => {
      const body = { userId: await scene.user(), type: 'email', value: EMAIL }
      await scene.call(SimulateIdentity, {}, { body })
      return {}
    },
    () => `filter[identities.email]=${EMAIL}`,
  ),
  GetUser: reads(GetUser, ofExternalId),
  UpdateUser: writes(GetUser, ofExternalId),
  DeleteUser: removes(GetUser, ofUser),
  DeleteUserPersonalInformation: async scene => {
    const params = await ofUser(scene)
    const after = async () => {
      const said = await scene.call(GetUser, params)
      must(said.user.profile?.givenName === undefined, 'the user still has a name')
      return said
    }
    return { values: scene.place(params), after }
  },
  SyncUser: async scene => {
    const zendeskId = '35436'
    const refused = await scene.refusal(SyncUser, { zendeskId }, {})
    return { values: scene.place({ zendeskId }), refused }
  },
  MergeUsers: async scene => {
    const params = await ofUser(scene)
    const discardedUserId = await scene.user({ profile: { email: EMAIL } })
    const after = async () => {
      const said = await scene.call(GetUser, params)
      must(said.user.profile?.email === EMAIL, 'the user has not got what the other one had')
      return said
    }
    return { values: scene.place({ ...params, discardedUserId }), after }
  },
  CreateClient: async scene => {
    const userId = await scene.user()
    const integrationId = await scene.integration({ type: 'twilio', ...integrationSamples.twilio.required })
    const params = { userIdOrExternalId: userId }
    return {
      values: scene.place({ ...params, integrationId, conversationId: await scene.group(userId) }),
      after: async printed => {
        const { clients } = await scene.call(ListClients, params)
        return { client: withId(clients, printed.value('client.id')) }
      },
    }
  },
  ListClients: reads(ListClients, async scene => ({ userIdOrExternalId: (await ofClient(scene)).userIdOrExternalId })),
  RemoveClient: async scene => {
    const params = await ofClient(scene)
    const after = async () => {
      await scene.isGone(RemoveClient, params)
      return {}
    }
    return { values: scene.place(params), after }
  },
  ListDevices: reads(ListDevices, async scene => ({ userIdOrExternalId: (await ofDevice(scene)).userIdOrExternalId })),
  GetDevice: reads(GetDevice, ofDevice),
} satisfies Record<string, Scenario>
