import type { DailyParts } from '../db/daily-parts.ts'
import type { Tx } from '../db/tx.ts'
import { deleteDeliveriesOf, deleteDeliveriesOfApp, eraseUserFromDeliveries } from '../delivery/dispatch/store.ts'
import { deleteEventsOfApp } from '../events/outbox.ts'
import type { AccountKeyService } from '../features/account-keys/service.ts'
import type { AppKeyService } from '../features/app-keys/service.ts'
import type { AppService } from '../features/apps/service.ts'
import type { AttachmentService } from '../features/attachments/service.ts'
import type { ClientService } from '../features/clients/service.ts'
import type { ConversationService } from '../features/conversations/service.ts'
import type { DeviceService } from '../features/devices/service.ts'
import type { IntegrationKeyService } from '../features/integration-keys/service.ts'
import type { IntegrationService } from '../features/integrations/service.ts'
import type { MessageService } from '../features/messages/service.ts'
import type { OAuthService } from '../features/oauth/service.ts'
import type { ParticipantService } from '../features/participants/service.ts'
import type { ServiceAccountService } from '../features/service-accounts/service.ts'
import type { SwitchboardIntegrationService } from '../features/switchboard-integrations/service.ts'
import type { SwitchboardService } from '../features/switchboards/service.ts'
import type { UserService } from '../features/users/service.ts'
import type { WebhookService } from '../features/webhooks/service.ts'
import type { SessionService } from '../hub/sessions.ts'
import type { Periodic } from '../jobs/periodic.ts'
import type { Seal } from '../lib/seal.ts'

interface Connected {
  readonly accountKeys: AccountKeyService
  readonly appKeys: AppKeyService
  readonly apps: AppService
  readonly attachments: AttachmentService
  readonly clients: ClientService
  readonly conversations: ConversationService
  readonly devices: DeviceService
  readonly integrationKeys: IntegrationKeyService
  readonly integrations: IntegrationService
  readonly messages: MessageService
  readonly oauth: OAuthService
  readonly participants: ParticipantService
  readonly serviceAccounts: ServiceAccountService
  readonly sessions: SessionService
  readonly switchboardIntegrations: SwitchboardIntegrationService
  readonly switchboards: SwitchboardService
  readonly users: UserService
  readonly webhooks: WebhookService
  readonly parts: DailyParts
  readonly periodic: Periodic
}

/** Fills the lists of what follows from a change towards the right, and of what is done again and again. */
export function connectServices(services: Connected): void {
  const { accountKeys, serviceAccounts, apps, appKeys, integrations, integrationKeys, webhooks, switchboards } =
    services
  const { switchboardIntegrations, users, clients, devices, conversations, participants, messages } = services
  const { attachments, oauth, parts, periodic, sessions } = services

  const sealing = [serviceAccounts, appKeys, integrations, integrationKeys, webhooks, oauth]
  accountKeys.onMasterKeyChanged.push(...sealing.map(owner => (tx: Tx, next: Seal) => owner.reseal(tx, next)))
  serviceAccounts.onServiceAccountRemoved.push((tx, id) => apps.removeGrantsOf(tx, id))
  const inApp = [attachments, messages, participants, conversations, devices, clients, users]
  const held = [integrations, users, conversations]
  apps.holds.push(...held.map(noun => (tx: Tx, appId: string) => noun.holdAll(tx, appId)))
  apps.onAppEmptied.push((tx, appId) => deleteDeliveriesOfApp(tx, appId))
  apps.onAppEmptied.push((tx, appId) => deleteEventsOfApp(tx, appId))
  apps.onAppEmptied.push(...inApp.map(noun => (tx: Tx, appId: string) => noun.removeOfApp(tx, appId)))
  apps.onAppRemoved.push((tx, appId) => appKeys.removeOfApp(tx, appId))
  apps.onAppRemoved.push((tx, appId) => switchboards.removeOfApp(tx, appId))
  apps.onAppRemoved.push((tx, appId) => integrations.removeOfApp(tx, appId))
  integrations.onIntegrationsRemoved.push((tx, appId, ids) => oauth.removeOf(tx, appId, ids))
  integrations.onIntegrationsRemoved.push((tx, appId, ids) => integrationKeys.removeOf(tx, appId, ids))
  integrations.onIntegrationsRemoved.push((tx, appId, ids) => webhooks.removeOf(tx, appId, ids))
  integrations.onIntegrationsRemoved.push((tx, appId, ids) => switchboardIntegrations.refuseUsed(tx, appId, ids))
  switchboards.onSwitchboardRemoved.push((tx, at) => switchboardIntegrations.removeOfSwitchboard(tx, at))
  webhooks.onWebhooksRemoved.push((tx, appId, ids) => deleteDeliveriesOf(tx, appId, ids))

  periodic.add('parts', 60 * 60_000, () => parts.keep())
  periodic.add('retention', 60_000, tx => messages.retire(tx))
  periodic.add('posts', 10 * 60_000, tx => messages.sweep(tx))
  periodic.add('codes', 10 * 60_000, tx => oauth.sweep(tx))
  periodic.add('sessions', 10 * 60_000, tx => sessions.sweep(tx))
  periodic.add('files', 60 * 60_000, () => attachments.sweep())

  users.onUserRemoved.push((tx, user) => participants.removeOfUser(tx, user))
  users.onUserRemoved.push((tx, user) => messages.eraseOfUser(tx, user))
  users.onUserRemoved.push((tx, user) => devices.removeOfUser(tx, user))
  users.onUserRemoved.push((tx, user) => clients.removeOfUser(tx, user))
  users.onUserRemoved.push((tx, user) => eraseUserFromDeliveries(tx, user.appId, user.id))
  users.onUserErased.push((tx, user) => eraseUserFromDeliveries(tx, user.appId, user.id))
  users.onUserErased.push((tx, user) => clients.eraseOfUser(tx, user))
  users.onUserErased.push((tx, user) => devices.eraseOfUser(tx, user))
  users.onUserErased.push((tx, user) => messages.eraseOfUser(tx, user))
  // Holds the conversations first, so that whoever goes writes nothing more there.
  users.onUsersMerged.push((tx, merged) => participants.merge(tx, merged))
  users.onUsersMerged.push((tx, merged) => messages.merge(tx, merged))
  users.onUsersMerged.push((tx, merged) => devices.merge(tx, merged))
  users.onUsersMerged.push((tx, merged) => clients.merge(tx, merged))
  clients.onClientsMerged.push((tx, kept, gone) => participants.replaceClient(tx, kept, gone))
  participants.onConversationsMerged.push((tx, kept, gone) => messages.mergeConversations(tx, kept, gone))
  participants.onConversationsMerged.push((tx, kept, gone) => attachments.mergeConversations(tx, kept, gone))
  clients.onClientsRemoved.push((tx, appId, ids) => participants.removeClients(tx, appId, ids))
  messages.onMessagesRemoved.push((tx, at, urls) => attachments.removeOfMessages(tx, at.appId, urls))
  conversations.onConversationRemoved.push((tx, at) => attachments.removeOfConversation(tx, at))
  conversations.onConversationRemoved.push((tx, at) => messages.removeOfConversation(tx, at))
  conversations.onConversationRemoved.push((tx, at) => participants.removeOfConversation(tx, at))
}
