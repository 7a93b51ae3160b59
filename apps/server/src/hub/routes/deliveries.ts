import { ApiError, ListDeliveries, NotFound, type PathParams } from '@parhelion/contract'
import type { FastifyInstance } from 'fastify'
import { type AppAccess, authorize } from '../../auth/authorize.ts'
import { sessionTokenOf } from '../../http/cookies.ts'
import { isStorable } from '../../http/json-body.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Sight } from '../sight.ts'
import type { Streams } from '../streams.ts'
import { cursorOf, sendStream } from './stream.ts'

/** Clocks of processes differ a little, and what is written is seen a little later. */
const BACK_MS = 10_000

type At = PathParams<(typeof ListDeliveries)['path']>

/** Looks at the log of one webhook again and again; fulfilled by delivery. */
export interface LogWatch {
  /**
   * What is new or in another state than at the look before, as the log shows it, oldest first.
   * @throws ApiError when there is no such webhook
   */
  look(): Promise<readonly unknown[]>
}

interface Needs {
  readonly sight: Sight
  readonly streams: Streams
  readonly mayUse: AppAccess
  readonly clock: Clock
  /** @param since undefined: what is there at the first look is known */
  readonly watch: (at: At, since: Date | undefined) => LogWatch
}

/** What becomes of events at a webhook, as it happens. */
export function deliveryStreamRoute(scope: FastifyInstance, needs: Needs): void {
  const { sight, streams, mayUse, clock, watch } = needs
  const url = '/hub/apps/:appId/integrations/:integrationId/webhooks/:webhookId/deliveries/stream'
  scope.get(url, { exposeHeadRoute: false }, async (request, reply) => {
    const token = sessionTokenOf(request.headers)
    const { principal } = await sight.session(token)
    const at = request.params as At
    if (!Object.values(at).every(isStorable)) throw new ApiError(NotFound)
    // Who may list the log may watch it.
    await authorize(ListDeliveries, principal, at, mayUse)
    const before = cursorOf(request)
    const log = watch(at, before === undefined ? undefined : new Date(before - BACK_MS))
    let cursor = before ?? clock.now().getTime()
    const stream = streams.open(token ?? '')
    const step = async () => {
      await sight.session(token)
      const time = clock.now().getTime()
      const changed = await log.look()
      // Until the last of them has come, who comes back begins where this look began.
      for (const [i, data] of changed.entries())
        stream.send({ event: 'delivery', id: String(i === changed.length - 1 ? time : cursor), data })
      cursor = time
      stream.mark(String(cursor))
    }
    return sendStream(request, reply, { stream, name: 'deliveries', step })
  })
}
