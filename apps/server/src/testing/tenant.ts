import {
  CreateClient,
  CreateConversation,
  CreateIntegration,
  CreateOAuthClient,
  CreateServiceAccount,
  CreateSwitchboard,
  CreateSwitchboardIntegration,
  CreateUser,
  CreateWebhook,
  ListEvents,
  type Operation,
  PostMessage,
  pathParams,
  ReplayDelivery,
  UploadAttachment,
} from '@parhelion/contract'
import type { ApiClient } from '@parhelion/testkit'
import { integrationSamples } from './integration-samples.ts'
import { makeApp, makeCustom, webhookBody } from './test-server.ts'

interface Key {
  readonly id: string
  readonly secret: string
}

/** An app with one of everything that has an id. */
export interface Tenant {
  readonly appId: string
  readonly appKey: Key
  readonly integrationId: string
  readonly integrationKey: Key
  readonly webhookId: string
  readonly serviceAccountId: string
  /** Of what stands in its group and of the group itself, by the name that bodies have for it. */
  readonly ids: Readonly<Record<string, string>>
  /** What the operation needs besides its path to be let through here, where its example names what is not here. */
  input(operation: Operation): { readonly query?: string; readonly body?: unknown }
  /** Real values for every name of a path. */
  params(operation: Operation): Readonly<Record<string, string>>
}

/** @param owner whose credentials make the app, such as those of a service account */
export async function makeTenant(account: ApiClient, owner = account): Promise<Tenant> {
  const { appId, key: appKey, client } = await makeApp(owner)
  const { integrationId, key: integrationKey } = await makeCustom(client, appId)
  const { body } = await client.call(CreateWebhook, { params: { appId, integrationId }, body: webhookBody })
  const service = await account.call(CreateServiceAccount, { body: { displayName: 'Test service account' } })
  const webhookId = body.webhook.id
  const serviceAccountId = service.body.serviceAccount.id
  const { switchboardId, switchboardIntegrationId } = await makeSwitchboard(client, appId)
  const user = await client.call(CreateUser, { params: { appId }, body: {} })
  const other = await client.call(CreateUser, { params: { appId }, body: {} })
  const userId = user.body.user.id
  const { twilioId, ...conversation } = await makeConversation(client, appId, userId)
  const eventId = await makeDelivery(client, { appId, integrationId, webhookId })
  const partner = await account.call(CreateOAuthClient, {
    body: { displayName: 'Partner', redirectUris: ['https://partner.example/'] },
  })
  const web = await client.call(CreateIntegration, { params: { appId }, body: { type: 'web' } })
  const webId = web.body.integration.id
  const attachment = await client.call(UploadAttachment, {
    params: { appId },
    query: 'access=public',
    body: { source: 'x' },
  })
  const values: Readonly<Record<string, string>> = {
    ...{ appId, integrationId, webhookId, serviceAccountId, switchboardId, switchboardIntegrationId },
    userIdOrExternalId: userId,
    ...conversation,
    zendeskId: '35436',
    deviceId: userId,
    eventId,
    oauthClientId: partner.body.oauthClient.id,
  }
  const bodies: Readonly<Record<string, unknown>> = {
    UpdateSwitchboard: { enabled: true, defaultSwitchboardIntegrationId: switchboardIntegrationId },
    CreateSwitchboardIntegration: { name: 'another', integrationId },
    CreateConversation: { type: 'sdkGroup' },
    CreateClient: clientBody(twilioId, conversation.conversationId),
    JoinConversation: { userId },
    LeaveConversation: { userId },
    MergeUsers: { discarded: { userId: other.body.user.id } },
    SimulateMessage: { integrationId: webId, externalId: 'x', content: { type: 'text', text: 'x' } },
    SimulatePostback: { userId, conversationId: conversation.conversationId, payload: 'x' },
    SimulateActivity: { userId, conversationId: conversation.conversationId, type: 'typing:start' },
    SimulateDevice: { userId, integrationId: webId, type: 'web', guid: 'x' },
    SimulateIdentity: { userId, type: 'email', value: 'x@example.com' },
    SimulateLinking: { userId, clientId: conversation.clientId, outcome: 'matched' },
    DeleteAttachment: { mediaUrl: attachment.body.attachment.mediaUrl },
  }
  return {
    input: ({ id, example }) => ({
      ...(id === 'ListUsers' ? { query: 'filter[identities.email]=nobody@example.com' } : {}),
      ...(id === 'UploadAttachment' ? { query: 'access=public' } : {}),
      ...(id === 'ListConversations' ? { query: `filter[userId]=${userId}` } : {}),
      ...(example.body === undefined ? {} : { body: bodies[id] ?? example.body }),
    }),
    ...{ appId, appKey, integrationId, integrationKey, webhookId, serviceAccountId },
    ids: { userId, ...conversation },
    params: ({ path }) =>
      Object.fromEntries(
        pathParams(path).map(name => {
          const keyId = path.includes('/integrations/') ? integrationKey.id : appKey.id
          const value = name === 'keyId' ? keyId : values[name]
          if (value === undefined) throw new Error(`makeTenant has no ${name}`)
          return [name, value]
        }),
      ),
  }
}

/** Its member is another integration, so that the tenant's own one can be deleted. */
async function makeSwitchboard(client: ApiClient, appId: string) {
  const { integrationId } = await makeCustom(client, appId)
  const { body } = await client.call(CreateSwitchboard, { params: { appId } })
  const params = { appId, switchboardId: body.switchboard.id }
  const member = await client.call(CreateSwitchboardIntegration, { params, body: { name: 'bot', integrationId } })
  return { switchboardId: params.switchboardId, switchboardIntegrationId: member.body.switchboardIntegration.id }
}

const clientBody = (integrationId: string, conversationId: string) => ({
  matchCriteria: { type: 'twilio' as const, integrationId, phoneNumber: '+15145555555' },
  confirmation: { type: 'immediate' as const },
  target: { conversationId },
})

/** The log of a webhook shows an event once it was asked for, whether or not anybody delivers it. */
async function makeDelivery(
  client: ApiClient,
  params: { readonly appId: string; readonly integrationId: string; readonly webhookId: string },
): Promise<string> {
  for (;;) {
    const { body } = await client.call(ListEvents, { params })
    const [event] = body.events
    if (event === undefined) continue
    await client.call(ReplayDelivery, { params: { ...params, eventId: event.id } })
    return event.id
  }
}

/** A group with a user, a message, and a client of the user. */
async function makeConversation(client: ApiClient, appId: string, userId: string) {
  const participants = [{ userId, subscribeSDKClient: false }]
  const made = await client.call(CreateConversation, { params: { appId }, body: { type: 'sdkGroup', participants } })
  const conversationId = made.body.conversation.id
  const message = await client.call(PostMessage, {
    params: { appId, conversationId },
    body: { author: { type: 'business' }, content: { type: 'text', text: 'Hello' } },
  })
  const twilio = await client.call(CreateIntegration, {
    params: { appId },
    body: { type: 'twilio', ...integrationSamples.twilio.required },
  })
  const twilioId = twilio.body.integration.id
  const linked = await client.call(CreateClient, {
    params: { appId, userIdOrExternalId: userId },
    body: clientBody(twilioId, conversationId),
  })
  const messageId = message.body.messages[0]?.id ?? ''
  return { twilioId, conversationId, messageId, clientId: linked.body.client.id }
}
