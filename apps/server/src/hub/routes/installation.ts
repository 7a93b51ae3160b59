import type { FastifyInstance } from 'fastify'
import { sessionTokenOf } from '../../http/cookies.ts'
import { VERSION } from '../../lib/version.ts'
import type { Sight } from '../sight.ts'

/** The app to try things out with. */
export interface Demo {
  readonly appId: string
  readonly integrationId?: string
  readonly webhookId?: string
}

interface Needs {
  readonly sight: Sight
  readonly mode: 'development' | 'production'
  readonly publicUrl: () => string
  /** Undefined: there is none, or it is not made yet. */
  readonly demo: () => Demo | undefined
}

/** What runs here: a little for everybody, the ids of the demo for those who may see its app. */
export function installationRoutes(scope: FastifyInstance, { sight, mode, publicUrl, demo }: Needs): void {
  scope.get('/hub/installation', async request => {
    const session = await sight.sessionIfAny(sessionTokenOf(request.headers))
    const known = demo()
    const isTheirs = session !== undefined && known !== undefined && (await sight.sees(session.principal, known.appId))
    return {
      version: VERSION,
      mode,
      address: publicUrl(),
      signedIn: session !== undefined,
      ...(isTheirs ? { demo: presentDemo(known) } : {}),
    }
  })
}

/** The key of the demo app stays in the file of its owner. */
const presentDemo = ({ appId, integrationId, webhookId }: Demo) => ({ appId, integrationId, webhookId })
