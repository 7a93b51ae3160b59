import type { Config } from '../config.ts'
import type { DeliveryLog } from '../delivery/log/log.ts'
import { deliveryRoutes } from '../delivery/routes.ts'
import { activityRoutes } from '../features/activities/routes.ts'
import type { ActivityService } from '../features/activities/service.ts'
import { appKeyRoutes } from '../features/app-keys/routes.ts'
import type { AppKeyService } from '../features/app-keys/service.ts'
import { appResetRoutes, appRoutes } from '../features/apps/routes.ts'
import type { AppService } from '../features/apps/service.ts'
import { attachmentRoutes } from '../features/attachments/routes.ts'
import type { AttachmentService } from '../features/attachments/service.ts'
import { clientRoutes } from '../features/clients/routes.ts'
import type { ClientService } from '../features/clients/service.ts'
import { conversationRoutes } from '../features/conversations/routes.ts'
import type { ConversationService } from '../features/conversations/service.ts'
import { deviceRoutes } from '../features/devices/routes.ts'
import type { DeviceService } from '../features/devices/service.ts'
import { integrationKeyRoutes } from '../features/integration-keys/routes.ts'
import type { IntegrationKeyService } from '../features/integration-keys/service.ts'
import { integrationRoutes } from '../features/integrations/routes.ts'
import type { IntegrationService } from '../features/integrations/service.ts'
import { messageRoutes } from '../features/messages/routes.ts'
import type { MessageService } from '../features/messages/service.ts'
import { oauthRoutes } from '../features/oauth/routes.ts'
import type { OAuthService } from '../features/oauth/service.ts'
import { participantRoutes } from '../features/participants/routes.ts'
import type { ParticipantService } from '../features/participants/service.ts'
import { serviceAccountRoutes } from '../features/service-accounts/routes.ts'
import type { ServiceAccountService } from '../features/service-accounts/service.ts'
import { simulationRoutes } from '../features/simulate/routes.ts'
import type { SimulationService } from '../features/simulate/service.ts'
import { switchboardActionRoutes } from '../features/switchboard-actions/routes.ts'
import type { SwitchboardActionService } from '../features/switchboard-actions/service.ts'
import { switchboardIntegrationRoutes } from '../features/switchboard-integrations/routes.ts'
import type { SwitchboardIntegrationService } from '../features/switchboard-integrations/service.ts'
import { switchboardRoutes } from '../features/switchboards/routes.ts'
import type { SwitchboardService } from '../features/switchboards/service.ts'
import { userRoutes } from '../features/users/routes.ts'
import type { UserService } from '../features/users/service.ts'
import { webhookRoutes } from '../features/webhooks/routes.ts'
import type { WebhookService } from '../features/webhooks/service.ts'
import type { Http } from '../http/http.ts'

interface Needs {
  readonly apps: AppService
  readonly appKeys: AppKeyService
  readonly integrations: IntegrationService
  readonly integrationKeys: IntegrationKeyService
  readonly webhooks: WebhookService
  readonly deliveryLog: DeliveryLog
  readonly switchboards: SwitchboardService
  readonly switchboardIntegrations: SwitchboardIntegrationService
  readonly users: UserService
  readonly clients: ClientService
  readonly devices: DeviceService
  readonly conversations: ConversationService
  readonly participants: ParticipantService
  readonly messages: MessageService
  readonly activities: ActivityService
  readonly attachments: AttachmentService
  readonly switchboardActions: SwitchboardActionService
  readonly oauth: OAuthService
  readonly simulation: SimulationService
  readonly serviceAccounts: ServiceAccountService
  readonly mode: Config['mode']
  /** Base of links in replies; known once the server listens. */
  readonly publicUrl: () => string
}

/** Binds every operation of the contract. */
export function operationRoutes(http: Http, services: Needs): void {
  appRoutes(http, services.apps)
  appKeyRoutes(http, services.appKeys)
  integrationRoutes(http, services.integrations)
  integrationKeyRoutes(http, services.integrationKeys)
  webhookRoutes(http, services.webhooks)
  deliveryRoutes(http, services.deliveryLog)
  switchboardRoutes(http, services.switchboards)
  switchboardIntegrationRoutes(http, services.switchboardIntegrations)
  userRoutes(http, services.users)
  clientRoutes(http, services.clients)
  deviceRoutes(http, services.devices)
  conversationRoutes(http, services.conversations)
  participantRoutes(http, services.participants)
  messageRoutes(http, services.messages)
  activityRoutes(http, services.activities)
  attachmentRoutes(http, services.attachments, services.publicUrl)
  switchboardActionRoutes(http, services.switchboardActions)
  oauthRoutes(http, services.oauth)
  if (services.mode === 'development') {
    appResetRoutes(http, services.apps)
    simulationRoutes(http, services.simulation)
  }
  serviceAccountRoutes(http, services.serviceAccounts)
}
