import {
  Forbidden,
  GetDelivery,
  InvalidQuery,
  ListDeliveries,
  ListEvents,
  limits,
  NotFound,
  ReplayDeliveries,
  ReplayDelivery,
} from '@parhelion/contract'
import type { Static } from 'typebox'
import { ownIntegration } from '../http/caller.ts'
import type { Http } from '../http/http.ts'
import { paging, readPage } from '../http/paging.ts'
import type { DeliveryLog } from './log/log.ts'
import { presentDelivery } from './present.ts'

export function deliveryRoutes(http: Http, log: DeliveryLog): void {
  http.serve(ListDeliveries, async ({ principal, params, query, address }) => {
    const page = readPage(query.page, InvalidQuery)
    const { state, since } = query.filter ?? {}
    const filter = { ...(state && { state }), ...(since && { since: new Date(since) }) }
    const slice = await log.list(ownIntegration(principal, params, NotFound), filter, page)
    return { deliveries: slice.items.map(presentDelivery), ...paging(slice, page, address) }
  })

  http.serve(GetDelivery, async ({ principal, params }) => {
    const { event, ...delivery } = await log.get(ownIntegration(principal, params, NotFound), params.eventId)
    return { delivery: { ...presentDelivery(delivery), ...(event === undefined ? {} : { event: event as WireEvent }) } }
  })

  http.serve(ReplayDelivery, async ({ principal, params }) => {
    const delivery = await log.replay(ownIntegration(principal, params, NotFound), params.eventId)
    return { delivery: presentDelivery(delivery) }
  })

  http.serve(ReplayDeliveries, async ({ principal, params, body }) => {
    const { since, until, state = 'failed' } = body
    const range = { state, since: new Date(since), until: until === undefined ? undefined : new Date(until) }
    return { replayed: await log.replayAll(ownIntegration(principal, params, NotFound), range) }
  })

  http.serve(ListEvents, async ({ principal, params, query }) => {
    const { after, size = limits.pageSizeMax, filter } = query
    const at = ownIntegration(principal, params, Forbidden)
    const { events, ...meta } = await log.feed(at, { after, size, type: filter?.type })
    return { events: events as WireEvent[], meta }
  })
}

type WireEvent = Static<(typeof ListEvents)['reply']>['events'][number]
