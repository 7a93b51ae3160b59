import * as appKeys from './apps/app-keys.ts'
import * as apps from './apps/apps.ts'
import * as serviceAccounts from './apps/service-accounts.ts'
import * as activities from './conversations/activities.ts'
import * as attachments from './conversations/attachments.ts'
import * as conversations from './conversations/conversations.ts'
import * as messages from './conversations/messages.ts'
import * as participants from './conversations/participants.ts'
import * as deliveries from './integrations/deliveries.ts'
import * as integrationKeys from './integrations/integration-keys.ts'
import * as integrations from './integrations/integrations.ts'
import * as webhooks from './integrations/webhooks.ts'
import type { Operation } from './kit/operation.ts'
import * as oauth from './oauth/oauth.ts'
import * as oauthClients from './oauth/oauth-clients.ts'
import * as simulate from './simulate/simulate.ts'
import * as switchboardActions from './switchboards/switchboard-actions.ts'
import * as switchboardIntegrations from './switchboards/switchboard-integrations.ts'
import * as switchboards from './switchboards/switchboards.ts'
import * as clients from './users/clients.ts'
import * as devices from './users/devices.ts'
import * as users from './users/users.ts'

/** Every operation of the API, in the order of the reference. */
export const operations = [
  apps.CreateApp,
  apps.ListApps,
  apps.GetApp,
  apps.UpdateApp,
  apps.DeleteApp,
  apps.ResetApp,
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
  deliveries.GetSigningSecret,
  deliveries.RotateWebhookSecret,
  deliveries.ListDeliveries,
  deliveries.GetDelivery,
  deliveries.ReplayDelivery,
  deliveries.ReplayDeliveries,
  deliveries.ListEvents,
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
  users.MergeUsers,
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
  attachments.UploadAttachment,
  attachments.DeleteAttachment,
  switchboardActions.PassControl,
  switchboardActions.OfferControl,
  switchboardActions.AcceptControl,
  switchboardActions.ReleaseControl,
  oauth.Authorize,
  oauth.GetToken,
  oauth.RevokeAccess,
  oauth.GetTokenInfo,
  oauthClients.CreateOAuthClient,
  oauthClients.ListOAuthClients,
  oauthClients.DeleteOAuthClient,
  simulate.SimulateMessage,
  simulate.SimulatePostback,
  simulate.SimulateActivity,
  simulate.SimulateDevice,
  simulate.SimulateIdentity,
  simulate.SimulateLinking,
  serviceAccounts.CreateServiceAccount,
  serviceAccounts.ListServiceAccounts,
  serviceAccounts.DeleteServiceAccount,
] as const satisfies readonly Operation[]
