import {
  CreateApp,
  CreateServiceAccount,
  GetApp,
  GetAppKey,
  GetUser,
  ListAppKeys,
  ListApps,
  ListServiceAccounts,
} from '@parhelion/contract'
import { must, nothing, reads, removes, type Scenario, withId, writes } from '../scenario.ts'
import { type Scene, succeeded } from '../scene.ts'

const ofKey = async ({ appKey }: Scene) => ({ keyId: appKey.id })

export const apps = {
  CreateApp: async ({ account }) => ({
    values: {},
    after: async printed => succeeded(await account.call(GetApp, { params: { appId: printed.value('app.id') } })),
  }),
  // A service account sees the apps that it has made itself.
  ListApps: async ({ account }) => {
    const { key } = succeeded(await account.call(CreateServiceAccount, { body: { displayName: 'Lists apps' } }))
    const lister = account.as(key)
    for (const displayName of ['One', 'Naïve 🌞 "quoted"'])
      succeeded(await lister.call(CreateApp, { body: { displayName } }))
    return { values: {}, key, after: async () => succeeded(await lister.call(ListApps)) }
  },
  GetApp: reads(GetApp, nothing),
  UpdateApp: writes(GetApp, nothing),
  DeleteApp: async scene => {
    const after = async () => {
      // Its own key has gone with it.
      const { status } = await scene.account.call(GetApp, { params: scene.place({}) })
      must(status === 404, `the app is answered with ${status}`)
      return {}
    }
    return { values: scene.place({}), after }
  },
  ResetApp: async scene => {
    const userIdOrExternalId = await scene.user()
    const after = async () => {
      await scene.isGone(GetUser, { userIdOrExternalId })
      await scene.call(GetApp)
      return {}
    }
    return { values: scene.place({}), after }
  },
  CreateAppKey: writes(GetAppKey, nothing, { keyId: 'key.id' }),
  ListAppKeys: reads(ListAppKeys, nothing),
  GetAppKey: reads(GetAppKey, ofKey),
  DeleteAppKey: removes(GetAppKey, ofKey),
  CreateServiceAccount: async scene => ({
    values: {},
    after: async printed => {
      const { serviceAccounts } = await scene.call(ListServiceAccounts)
      const serviceAccount = withId(serviceAccounts, printed.value('serviceAccount.id'))
      // A key is shown once; of an account, its first one has the same name.
      return { serviceAccount, key: { id: printed.value('key.id'), displayName: serviceAccount.displayName } }
    },
  }),
  ListServiceAccounts: reads(ListServiceAccounts, async ({ account }) => {
    succeeded(await account.call(CreateServiceAccount, { body: { displayName: 'Is listed' } }))
    return {}
  }),
  DeleteServiceAccount: async scene => {
    const made = await scene.call(CreateServiceAccount, {}, { body: { displayName: 'Goes' } })
    const serviceAccountId = made.serviceAccount.id
    const after = async () => {
      const { serviceAccounts } = await scene.call(ListServiceAccounts)
      must(!serviceAccounts.some(({ id }) => id === serviceAccountId), 'the service account is still there')
      return {}
    }
    return { values: { serviceAccountId }, after }
  },
} satisfies Record<string, Scenario>
