import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import { requireSameOrigin } from '../http/same-origin.ts'
import { Attempts } from '../hub/attempts.ts'
import { BuiltConsole } from '../hub/built.ts'
import { guideRoutes } from '../hub/routes/guides.ts'
import { type Demo, installationRoutes } from '../hub/routes/installation.ts'
import { pageRoutes } from '../hub/routes/pages.ts'
import { receiverRoutes } from '../hub/routes/receiver.ts'
import { referencePage } from '../hub/routes/reference.ts'
import { sessionRoutes } from '../hub/routes/session.ts'
import type { SessionService } from '../hub/sessions.ts'
import { Sight } from '../hub/sight.ts'
import type { Clock } from '../lib/clock.ts'

interface Needs {
  readonly config: Pick<Config, 'console' | 'demo' | 'mode'>
  readonly clock: Clock
  readonly sessions: SessionService
  readonly mayUse: (serviceAccountId: string, appId: string) => Promise<boolean>
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
  const { config, clock, sessions, mayUse, publicUrl, consoleFolder } = needs
  const built = config.console ? await BuiltConsole.open(consoleFolder) : undefined
  const hub: Hub = { hasPages: built !== undefined, demo: undefined }
  pageRoutes(fastify, { built, publicUrl })
  if (config.demo) receiverRoutes(fastify)
  if (!config.console) return hub
  guideRoutes(fastify)
  if (built !== undefined) referencePage(fastify, built)
  const sight = new Sight({ sessions, mayUse })
  fastify.register(async scope => {
    scope.addHook('onRequest', async request => requireSameOrigin(request, publicUrl()))
    sessionRoutes(scope, { sessions, attempts: new Attempts(clock), publicUrl })
    installationRoutes(scope, { sight, mode: config.mode, publicUrl, demo: () => hub.demo })
  })
  return hub
}
