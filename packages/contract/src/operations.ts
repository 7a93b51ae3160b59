import * as activities from './activities.ts'
import * as appKeys from './app-keys.ts'
import * as apps from './apps.ts'
import * as clients from './clients.ts'
import * as conversations from './conversations.ts'
import * as devices from './devices.ts'
import * as integrationKeys from './integration-keys.ts'
import * as integrations from './integrations.ts'
import type { Operation } from './kit/operation.ts'
import * as messages from './messages.ts'
import * as participants from './participants.ts'
import * as serviceAccounts from './service-accounts.ts'
import * as switchboardActions from './switchboard-actions.ts'
import * as switchboardIntegrations from './switchboard-integrations.ts'
import * as switchboards from './switchboards.ts'
import * as users from './users.ts'
import * as webhooks from './webhooks.ts'

/** Every operation of the API, in the order of the reference. */
export const operations = [
  apps.CreateApp,
  apps.ListApps,
  apps.GetApp,
  apps.UpdateApp,
  apps.DeleteApp,
  appKeys.CreateAppKey,
  appKeys.ListAppKeys,
  appKeys.GetAppKey,
  appKeys.DeleteAppKey,
  integrations.CreateIntegration,
  integrations.ListIntegrations,
  integrations.GetIntegration,
  integrations.UpdateIntegration,
  integrations.DeleteIntegration,
  integrationKeys.CreateCustomIntegrationKey,
  integrationKeys.ListCustomIntegrationKeys,
  integrationKeys.GetCustomIntegrationKey,
  integrationKeys.DeleteCustomIntegrationKey,
  webhooks.CreateWebhook,
  webhooks.ListWebhooks,
  webhooks.GetWebhook,
  webhooks.UpdateWebhook,
  webhooks.DeleteWebhook,
  switchboards.CreateSwitchboard,
  switchboards.ListSwitchboards,
  switchboards.UpdateSwitchboard,
  switchboards.DeleteSwitchboard,
  switchboardIntegrations.CreateSwitchboardIntegration,
  switchboardIntegrations.ListSwitchboardIntegrations,
  switchboardIntegrations.UpdateSwitchboardIntegration,
  switchboardIntegrations.DeleteSwitchboardIntegration,
  users.CreateUser,
  users.ListUsers,
  users.GetUser,
  users.UpdateUser,
  users.DeleteUser,
  users.DeleteUserPersonalInformation,
  users.SyncUser,
  clients.CreateClient,
  clients.ListClients,
  clients.RemoveClient,
  devices.ListDevices,
  devices.GetDevice,
  conversations.CreateConversation,
  conversations.ListConversations,
  conversations.GetConversation,
  conversations.UpdateConversation,
  conversations.DeleteConversation,
  conversations.DownloadMessageRef,
  conversations.PostConversionEvents,
  participants.JoinConversation,
  participants.ListParticipants,
  participants.LeaveConversation,
  messages.PostMessage,
  messages.ListMessages,
  messages.DeleteMessage,
  messages.DeleteAllMessages,
  activities.PostActivity,
  switchboardActions.PassControl,
  switchboardActions.OfferControl,
  switchboardActions.AcceptControl,
  switchboardActions.ReleaseControl,
  serviceAccounts.CreateServiceAccount,
  serviceAccounts.ListServiceAccounts,
  serviceAccounts.DeleteServiceAccount,
] as const satisfies readonly Operation[]
