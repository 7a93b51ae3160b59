import type { FastifyInstance } from 'fastify'
import type { AppAccess } from '../auth/authorize.ts'
import type { Config } from '../config.ts'
import type { DeliveryLog } from '../delivery/log/log.ts'
import { presentDelivery } from '../delivery/present.ts'
import { requireSameOrigin } from '../http/same-origin.ts'
import { Attempts } from '../hub/attempts.ts'
import { BuiltConsole } from '../hub/built.ts'
import { Receiver } from '../hub/receiver.ts'
import { deliveryStreamRoute } from '../hub/routes/deliveries.ts'
import { guideRoutes } from '../hub/routes/guides.ts'
import { type Demo, installationRoutes } from '../hub/routes/installation.ts'
import { pageRoutes } from '../hub/routes/pages.ts'
import { receivedRoutes, receiverRoutes } from '../hub/routes/receiver.ts'
import { referencePage } from '../hub/routes/reference.ts'
import { sessionRoutes } from '../hub/routes/session.ts'
import type { SessionService } from '../hub/sessions.ts'
import { Sight } from '../hub/sight.ts'
import { Streams } from '../hub/streams.ts'
import type { Clock } from '../lib/clock.ts'

interface Needs {
  readonly config: Pick<Config, 'console' | 'demo' | 'mode'>
  readonly clock: Clock
  readonly sessions: SessionService
  readonly deliveryLog: DeliveryLog
  readonly mayUse: AppAccess
  readonly publicUrl: () => string
  /** Where the pages were built, if not where they are built. */
  readonly consoleFolder?: string | undefined
}

/** What a start says about the pages, and tells them. */
export interface Hub {
  /** Whether there are pages to open. */
  readonly hasPages: boolean
  /** Known once the server listens. */
  demo: Demo | undefined
}

/** The pages of the console and what they need of the server. */
export async function addHub(fastify: FastifyInstance, needs: Needs): Promise<Hub> {
  const { config, clock, sessions, deliveryLog, mayUse, publicUrl, consoleFolder } = needs
  const built = config.console ? await BuiltConsole.open(consoleFolder) : undefined
  const hub: Hub = { hasPages: built !== undefined, demo: undefined }
  pageRoutes(fastify, { built, publicUrl })
  const receiver = config.demo ? new Receiver(clock) : undefined
  if (receiver !== undefined) receiverRoutes(fastify, receiver)
  if (!config.console) return hub
  guideRoutes(fastify)
  if (built !== undefined) referencePage(fastify, built)
  const sight = new Sight({ sessions, mayUse })
  const streams = new Streams()
  fastify.addHook('preClose', async () => streams.close())
  fastify.register(async scope => {
    scope.addHook('onRequest', async request => requireSameOrigin(request, publicUrl()))
    sessionRoutes(scope, { sessions, attempts: new Attempts(clock), publicUrl })
    installationRoutes(scope, { sight, mode: config.mode, publicUrl, demo: () => hub.demo })
    if (receiver !== undefined) receivedRoutes(scope, { receiver, sight, streams })
    deliveryStreamRoute(scope, {
      ...{ sight, streams, mayUse, clock },
      watch: (at, since) => {
        const log = deliveryLog.watch(at, since)
        return { look: async () => (await log.look()).map(presentDelivery) }
      },
    })
  })
  return hub
}
