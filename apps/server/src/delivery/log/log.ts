import { ApiError, EventNotFound, InvalidQuery, NotFound } from '@parhelion/contract'
import type { Db } from '../../db/tx.ts'
import { endOfOutbox, findEvent, type OutboxEvent, type Position, placeOf, readEventsOfApp } from '../../events/read.ts'
import type { Clock } from '../../lib/clock.ts'
import type { PageRequest, Slice } from '../../lib/page.ts'
import { tell } from '../calls/call.ts'
import { isRouted } from '../calls/routing.ts'
import type { Listener } from '../model.ts'
import {
  askAgain,
  askAllAgain,
  findDelivery,
  type LogFilter,
  type LoggedDelivery,
  listDeliveries,
} from './log-store.ts'
import { DeliveryWatch } from './watch.ts'

export interface IntegrationAt {
  readonly appId: string
  readonly integrationId: string
}
export type WebhookAt = IntegrationAt & { readonly webhookId: string }

/** Which events an integration may see, and how much of them. */
export type Hearing = Pick<Listener, 'integrationId' | 'memberships' | 'includeFullUser' | 'includeFullSource'>

interface Needs {
  readonly db: Db
  readonly clock: Clock
  /** @throws ApiError when there is no such webhook */
  readonly findWebhook: (
    at: WebhookAt,
  ) => Promise<Pick<Listener, 'includeFullUser' | 'includeFullSource' | 'strictOrder'>>
  /** @throws ApiError when there is no such integration */
  readonly hearingOf: (at: IntegrationAt) => Promise<Hearing>
}

/** Before all events. */
const BEGINNING: Position = { transaction: 0n, eventId: '' }

interface FeedRequest {
  /** Undefined: from the oldest one that is kept. */
  readonly after: string | undefined
  readonly size: number
  readonly type: string | undefined
}

/** What became of events, sending them again, and reading them without being called. */
export class DeliveryLog {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  async list(at: WebhookAt, filter: LogFilter, page: PageRequest): Promise<Slice<LoggedDelivery & { id: string }>> {
    const { db, findWebhook } = this.#needs
    await findWebhook(at)
    return listDeliveries(db.single, at, filter, page)
  }

  /** With the event as it would be sent now; what was erased of it is gone. */
  async get(at: WebhookAt, eventId: string): Promise<LoggedDelivery & { readonly event: unknown }> {
    const { db, findWebhook } = this.#needs
    const webhook = await findWebhook(at)
    const delivery = await findDelivery(db.single, at, eventId)
    if (delivery === undefined) throw new ApiError(NotFound)
    const event = await findEvent(db.single, at.appId, eventId)
    return { ...delivery, event: event && JSON.parse(tell(event, webhook)) }
  }

  /** @param since undefined: only what happens from now on is new */
  watch(at: WebhookAt, since: Date | undefined): DeliveryWatch {
    const { db, findWebhook } = this.#needs
    return new DeliveryWatch({ db, at, since, assertWebhook: () => findWebhook(at) })
  }

  async replay(at: WebhookAt, eventId: string): Promise<LoggedDelivery> {
    const { db, clock, findWebhook } = this.#needs
    const { strictOrder } = await findWebhook(at)
    return db.transaction(async tx => {
      const again = { now: clock.now(), isStrict: strictOrder }
      if (!(await askAgain(tx, at, eventId, again))) throw new ApiError(EventNotFound)
      const delivery = await findDelivery(tx, at, eventId)
      if (delivery === undefined) throw new Error('a delivery that was asked for is not there')
      return delivery
    })
  }

  /** @returns how many are sent again */
  async replayAll(
    at: WebhookAt,
    range: { readonly state: 'failed' | 'delivered'; readonly since: Date; readonly until: Date | undefined },
  ): Promise<number> {
    const { db, clock, findWebhook } = this.#needs
    await findWebhook(at)
    const now = clock.now()
    return askAllAgain(db.single, at, { ...range, until: range.until ?? now, now })
  }

  /** Events in the order of commit, behind a cursor. */
  async feed(
    at: IntegrationAt,
    { after, size, type }: FeedRequest,
  ): Promise<{ events: unknown[]; hasMore: boolean; afterCursor: string }> {
    const { db, hearingOf } = this.#needs
    const hearing = await hearingOf(at)
    if (after === 'end') return { events: [], hasMore: false, afterCursor: cursorOf(await endOfOutbox(db.single)) }
    const from = after === undefined ? BEGINNING : await placeOf(db.single, at.appId, positionAt(after))
    const read = await readEventsOfApp(db.single, at.appId, from, size)
    const last = read.at(-1)
    if (last === undefined && (await endOfOutbox(db.single)).transaction < from.transaction) throw foreignCursor()
    const isMeant = (event: OutboxEvent): boolean =>
      (type === undefined || type === '*' || event.type === type) && isRouted(hearing, event)
    return {
      events: read.filter(isMeant).map(event => JSON.parse(tell(event, hearing))),
      hasMore: read.length === size,
      afterCursor: cursorOf(last === undefined ? from : { transaction: last.transaction, eventId: last.id }),
    }
  }
}

/** Of another database, or of this one before it was brought here from a backup. */
const foreignCursor = () =>
  new ApiError(InvalidQuery, { titles: [InvalidQuery.title, '.after: should be a cursor of this database'] })

const cursorOf = ({ transaction, eventId }: Position): string => `${transaction}-${eventId}`

/** The contract has seen to it that a cursor looks like one. */
function positionAt(cursor: string): Position {
  const [transaction = '0', eventId = ''] = cursor.split('-')
  return { transaction: BigInt(transaction), eventId }
}
