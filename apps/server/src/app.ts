import { join } from 'node:path'
import type { Pool } from 'pg'
import { type Logger, pino } from 'pino'
import { connectServices } from './app/connect.ts'
import { addHub, type Hub } from './app/hub.ts'
import { operationRoutes } from './app/routes.ts'
import { Authenticator } from './auth/authenticate.ts'
import type { AppAccess } from './auth/authorize.ts'
import { KeyRing } from './auth/key-ring.ts'
import type { Config } from './config.ts'
import { DailyParts } from './db/daily-parts.ts'
import { Db } from './db/tx.ts'
import { Guard } from './delivery/calls/guard.ts'
import { Outgoing } from './delivery/calls/outgoing.ts'
import { Delivery } from './delivery/delivery.ts'
import { DeliveryLog } from './delivery/log/log.ts'
import { AccountKeyService } from './features/account-keys/service.ts'
import { ActivityService } from './features/activities/service.ts'
import { AppKeyService } from './features/app-keys/service.ts'
import { AppService } from './features/apps/service.ts'
import { AttachmentService } from './features/attachments/service.ts'
import { ClientService } from './features/clients/service.ts'
import { ConversationService } from './features/conversations/service.ts'
import { DeviceService } from './features/devices/service.ts'
import { IntegrationKeyService } from './features/integration-keys/service.ts'
import { IntegrationService } from './features/integrations/service.ts'
import { KeyIndex } from './features/key-index/service.ts'
import { MessageAppender } from './features/messages/append.ts'
import { MessageService } from './features/messages/service.ts'
import { OAuthService } from './features/oauth/service.ts'
import { ParticipantService } from './features/participants/service.ts'
import { ServiceAccountService } from './features/service-accounts/service.ts'
import { SimulationService } from './features/simulate/service.ts'
import { SwitchboardActionService } from './features/switchboard-actions/service.ts'
import { SwitchboardIntegrationService } from './features/switchboard-integrations/service.ts'
import { SwitchboardService } from './features/switchboards/service.ts'
import { UserService } from './features/users/service.ts'
import { WebhookService } from './features/webhooks/service.ts'
import { DiskStorage } from './files/disk-storage.ts'
import type { FileStorage } from './files/storage.ts'
import { Http } from './http/http.ts'
import { rateLimitPerKey } from './http/rate-limit.ts'
import { createFastify } from './http/server.ts'
import { statusRoutes } from './http/status/routes.ts'
import { SessionService } from './hub/sessions.ts'
import { Periodic } from './jobs/periodic.ts'
import { JobQueue } from './jobs/queue.ts'
import { type Clock, systemClock } from './lib/clock.ts'
import { Ids } from './lib/ids.ts'
import type { Seal } from './lib/seal.ts'
import { toLog } from './lib/to-log.ts'
import { referenceRoutes } from './reference/routes.ts'

export interface App {
  readonly services: Services
  readonly hub: Hub
  /** Listens and returns the address that was bound, such as `http://127.0.0.1:8080`. */
  listen(): Promise<string>
  /** Stops taking requests and waits for those in flight; the pool is the caller's to end. */
  close(): Promise<void>
}

interface Needs {
  readonly config: Config
  readonly pool: Pool
  readonly seal: Seal
  readonly clock?: Clock
  /** False: others do, or nobody; for tests. */
  readonly delivers?: boolean
  /** Holds every reply against the contract; for tests. */
  readonly checkReplies?: boolean
  /** Where the pages of the console were built; for tests. */
  readonly consoleFolder?: string | undefined
  /** Where log lines go instead of stdout, or of stderr when stdout is for a program. */
  readonly logTo?: { write(line: string): void }
}

export type Services = ReturnType<typeof createServices>

/** Composition root: every service once, in dependency order, then every `routes()`. */
export async function createApp(needs: Needs): Promise<App> {
  const { config, clock = systemClock, checkReplies = false, delivers = true } = needs
  // A program that reads our stdout as JSON gets the one line of the start there, and nothing else.
  const logTo = needs.logTo ?? pino.destination(config.output === 'json' ? 2 : 1)
  const logger = pino({ level: config.logLevel }, logTo)
  let publicUrl = config.publicUrl ?? ''
  const files = new DiskStorage(join(config.dataDir, 'attachments'))
  const services = createServices({ ...needs, clock, logger, files, publicUrl: () => publicUrl })
  const fastify = createFastify(logger, { hasConsole: config.console })
  const mayUse: AppAccess = (serviceAccountId, appId) => services.apps.mayUse(serviceAccountId, appId)
  const http = new Http({
    fastify,
    authenticator: services.authenticator,
    session: async token => (await services.sessions.find(token)).principal,
    mayUse,
    count: await rateLimitPerKey(fastify, config.rateLimit),
    publicUrl: () => publicUrl,
    checkReplies,
    stage: stream => files.stage(stream),
  })
  const backlog = () => services.delivery.backlog()
  statusRoutes(fastify, {
    ping: () => services.db.ping(),
    backlog,
    register: registry => services.delivery.metrics.register(registry, backlog),
  })
  referenceRoutes(fastify, { publicUrl: () => publicUrl })
  const hub = await addHub(fastify, { ...needs, ...services, clock, mayUse, publicUrl: () => publicUrl })
  operationRoutes(http, { ...services, mode: config.mode, publicUrl: () => publicUrl })
  return {
    services,
    hub,
    listen: async () => {
      const address = await fastify.listen({ host: config.host, port: config.port })
      publicUrl = config.publicUrl ?? address
      services.jobs.start()
      services.periodic.start()
      if (delivers) {
        await services.periodic.run('parts')
        await services.delivery.start()
      }
      return address
    },
    close: async () => {
      await fastify.close()
      await services.periodic.stop()
      await services.jobs.stop()
      await services.delivery.stop()
      await services.outgoing.close()
    },
  }
}

interface Inner extends Needs {
  readonly clock: Clock
  readonly logger: Logger
  readonly files: FileStorage
  /** Known once the server listens. */
  readonly publicUrl: () => string
}

function createServices({ config, pool, seal, clock, logger, files, publicUrl }: Inner) {
  const db = new Db(pool)
  const ids = new Ids(clock)
  const log = (message: string, error: unknown) => logger.error({ error: toLog(error) }, message)
  const jobs = new JobQueue({ db, ids, clock, log })
  const periodic = new Periodic({ db, log })
  const index = new KeyIndex({ db })
  const keys: KeyRing = new KeyRing({
    clock,
    lookups: {
      act: keyId => accountKeys.findForAuth(keyId),
      svc: keyId => serviceAccounts.findForAuth(keyId),
      app: keyId => appKeys.findForAuth(keyId),
      int: keyId => integrationKeys.findForAuth(keyId),
    },
  })
  const accountKeys = new AccountKeyService({ db, ids, clock, seal })
  const serviceAccounts = new ServiceAccountService({ db, ids, clock, seal, keys })
  const apps = new AppService({ db, ids, clock, keys })
  const appKeys = new AppKeyService({ db, ids, clock, seal, apps, index, keys })
  const integrations = new IntegrationService({
    db,
    ids,
    clock,
    seal,
    apps,
    keys,
    webhooks: () => webhooks,
    responders: () => switchboardIntegrations,
  })
  const integrationKeys = new IntegrationKeyService({ db, ids, clock, seal, integrations, index, keys })
  const guard = new Guard({ allowed: config.webhookAllow, allowLoopback: config.mode === 'development' })
  const objectionTo = (target: string) => guard.objectionTo(target)
  const webhooks = new WebhookService({ db, ids, clock, seal, apps, integrations, objectionTo })
  const outgoing = new Outgoing({ guard, timeoutMs: config.webhookTimeoutMs })
  const delivery = new Delivery({
    ...{ db, clock, outgoing, log },
    listeners: { of: appIds => webhooks.subscribersOf(appIds) },
    delaysMs: config.webhookRetryDelaysMs,
  })
  const deliveryLog = new DeliveryLog({
    ...{ db, clock },
    findWebhook: at => webhooks.get(at),
    hearingOf: at => webhooks.hearingOf(at),
  })
  const parts = new DailyParts({
    ...{ db, clock },
    tables: [
      { table: 'events', key: 'id' },
      { table: 'deliveries', key: 'event_id' },
    ],
    retentionDays: config.eventRetentionDays,
  })

  const switchboards = new SwitchboardService({
    db,
    ids,
    clock,
    apps,
    hasMember: (tx, at, id) => switchboardIntegrations.has(tx, at, id),
  })
  const switchboardIntegrations = new SwitchboardIntegrationService({ db, ids, clock, integrations, switchboards })

  const users = new UserService({ db, ids, clock, apps, jobs })
  const clients = new ClientService({ db, ids, clock, users, integrations, conversations: () => conversations })
  const devices = new DeviceService({ db, ids, clock, users, clients })
  const conversations = new ConversationService({ db, ids, clock, apps, users, participants: () => participants })
  const participants = new ParticipantService({ db, ids, clock, users, clients, conversations })
  const messagesMax = config.maxConversationMessages
  const messages = new MessageService({
    ...{ db, ids, clock, apps, users, clients, conversations, participants, messagesMax },
    appender: new MessageAppender({
      ...{ db, control: conversations.controlSql, messagesMax },
      onAppended: () => delivery.wake(),
    }),
    mediaOf: (appId, url) => attachments.mediaOf(appId, url),
  })
  const attachments = new AttachmentService({ db, clock, apps, conversations, jobs, files, publicUrl })
  const activities = new ActivityService({ db, clock, users, conversations, participants })
  const simulation = new SimulationService({
    ...{ db, apps, integrations, users, clients, devices, conversations, participants, messages, activities },
  })
  const authenticator = new Authenticator({ keys, clock })
  const sessions = new SessionService({ db, clock, keys, authenticator })
  const oauth = new OAuthService({
    ...{ db, ids, clock, seal, keys, authenticator, jobs, apps, integrations, integrationKeys },
    call: async (url, body) => (await outgoing.post(url, JSON.stringify(body))).status,
  })
  const switchboardActions = new SwitchboardActionService({ db, conversations, switchboardIntegrations })

  const services = {
    db,
    authenticator,
    accountKeys,
    serviceAccounts,
    apps,
    appKeys,
    integrations,
    integrationKeys,
    webhooks,
    switchboards,
    switchboardIntegrations,
    users,
    clients,
    devices,
    conversations,
    participants,
    messages,
    activities,
    attachments,
    switchboardActions,
    oauth,
    sessions,
    simulation,
    outgoing,
    delivery,
    deliveryLog,
    parts,
    periodic,
    jobs,
  }
  connectServices(services)
  return services
}
