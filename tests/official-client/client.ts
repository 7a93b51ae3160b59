import { createRequire } from 'node:module'
import { signToken } from '@parhelion/testkit'

interface ApiClient {
  basePath: string
  readonly authentications: {
    readonly basicAuth: { username?: string; password?: string }
    readonly bearerAuth: { accessToken?: string }
  }
}

export type Model = new (...values: unknown[]) => Record<string, unknown>
export type Api = Readonly<Record<string, (...values: unknown[]) => Promise<Reply>>>
/** Its promise gives whatever model it parsed; `toMatchObject` looks at what that holds. */
export type Reply = Readonly<Record<string, Record<string, unknown> & Record<string, unknown>[]>>

type ApiName =
  | 'ActivitiesApi'
  | 'AppKeysApi'
  | 'AppsApi'
  | 'AttachmentsApi'
  | 'ClientsApi'
  | 'ConversationsApi'
  | 'CustomIntegrationApiKeysApi'
  | 'DevicesApi'
  | 'IntegrationsApi'
  | 'MessagesApi'
  | 'ParticipantsApi'
  | 'SwitchboardActionsApi'
  | 'SwitchboardIntegrationsApi'
  | 'SwitchboardsApi'
  | 'UsersApi'
  | 'WebhooksApi'

// The package has no types.
export const official = createRequire(import.meta.url)('sunshine-conversations-client') as {
  readonly ApiClient: new () => ApiClient
} & Readonly<Record<ApiName, new (client: ApiClient) => Api>> &
  Readonly<Record<string, Model>>

export interface Key {
  readonly id: string
  readonly secret: string
}

/** Every API of the client, as it is for one caller. */
export function apis(address: string, authenticate: (client: ApiClient) => void) {
  const client = new official.ApiClient()
  client.basePath = address
  authenticate(client)
  return {
    apps: new official.AppsApi(client),
    appKeys: new official.AppKeysApi(client),
    integrations: new official.IntegrationsApi(client),
    integrationKeys: new official.CustomIntegrationApiKeysApi(client),
    webhooks: new official.WebhooksApi(client),
    users: new official.UsersApi(client),
    clients: new official.ClientsApi(client),
    devices: new official.DevicesApi(client),
    conversations: new official.ConversationsApi(client),
    participants: new official.ParticipantsApi(client),
    messages: new official.MessagesApi(client),
    activities: new official.ActivitiesApi(client),
    attachments: new official.AttachmentsApi(client),
    switchboards: new official.SwitchboardsApi(client),
    switchboardIntegrations: new official.SwitchboardIntegrationsApi(client),
    switchboardActions: new official.SwitchboardActionsApi(client),
  }
}

export type As = (address: string, key: Key, scope: string) => Promise<ReturnType<typeof apis>>

export const withBasic: As = async (address, { id, secret }) =>
  apis(address, client => {
    Object.assign(client.authentications.basicAuth, { username: id, password: secret })
  })

export const withToken: As = async (address, key, scope) => {
  const accessToken = await signToken(key, { scope })
  return apis(address, client => {
    client.authentications.bearerAuth.accessToken = accessToken
  })
}

/** Calls by name; what the client does not have is a fault of this test. */
export async function call(api: Api | undefined, method: string, ...values: unknown[]): Promise<Reply> {
  const operation = api?.[method]
  if (operation === undefined) throw new Error(`the official client has no ${method}`)
  return operation.apply(api, values)
}
