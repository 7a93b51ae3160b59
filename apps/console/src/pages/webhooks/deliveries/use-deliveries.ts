import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, useSyncExternalStore } from 'react'
import { type Delivery, type DeliveryState, deliveriesStream, listDeliveries, type WebhookPlace } from '../api.ts'
import { type Link, useStream } from '../use-stream.ts'
import { DeliveryLog } from './delivery-log.ts'

/** What comes within this time is shown at once: under load the page would do nothing else. */
const TOGETHER_MS = 100

export interface Deliveries {
  /** Newest first, of all states that are known. */
  readonly shown: readonly Delivery[]
  readonly link: Link
  readonly isPaused: boolean
  /** Changes since the pause began. */
  readonly held: number
  readonly isLoading: boolean
  readonly error: Error | null
  /** Whether the server has older ones that can be shown too. */
  readonly hasOlder: boolean
  /** Whether no more of what is looked at can be kept here. */
  readonly isFull: boolean
  readonly isLoadingOlder: boolean
  pause(): void
  resume(): void
  loadOlder(): void
  latest(eventId: string): Delivery | undefined
}

/**
 * The deliveries of a webhook as they happen.
 * @param state where only such are looked at, older ones of them are fetched
 */
export function useDeliveries(at: WebhookPlace, state: DeliveryState | undefined): Deliveries {
  const [{ log, told }] = useState(() => {
    const log = new DeliveryLog()
    return { log, told: together<Delivery>(deliveries => log.tell(deliveries)) }
  })
  const shown = useSyncExternalStore(log.subscribe, log.shown)
  const isPaused = useSyncExternalStore(log.subscribe, log.isPaused)
  const held = useSyncExternalStore(log.subscribe, log.held)
  const isFull = useSyncExternalStore(log.subscribe, () => log.isFull(state))

  const load = async (after?: string) => {
    const mark = log.mark()
    const page = await listDeliveries(at, state, after)
    log.merge(page.deliveries, mark)
    return page.meta
  }
  const key = [at.webhookId, state ?? 'all']
  const newest = useQuery({ queryKey: ['deliveries', ...key], queryFn: () => load(), gcTime: 0 })
  const older = useMutation({ mutationKey: ['older-deliveries', ...key], mutationFn: load })
  const [read, setRead] = useState<{ readonly key: string; readonly meta: typeof newest.data }>()
  const last = read?.key === key.join() ? read.meta : newest.data
  const cursor = last?.hasMore ? last.afterCursor : undefined

  const link = useStream(deliveriesStream(at), 'delivery', {
    // What happened before the stream began, or while it was broken, only the list knows: it can be more than a page, so
    // older ones are read from the newest on again.
    opened: () => {
      older.reset()
      setRead(undefined)
      void newest.refetch()
    },
    told: data => told(JSON.parse(data)),
  })

  return {
    shown,
    link,
    isPaused,
    held,
    isLoading: newest.isPending,
    error: newest.error ?? older.error,
    hasOlder: cursor !== undefined && !isFull,
    isFull,
    isLoadingOlder: older.isPending,
    pause: () => log.pause(),
    resume: () => log.resume(),
    loadOlder: () => older.mutate(cursor, { onSuccess: meta => setRead({ key: key.join(), meta }) }),
    latest: eventId => log.latest(eventId),
  }
}

/** Collects what comes one by one, and hands it on together. */
function together<Item>(handOn: (items: readonly Item[]) => void): (item: Item) => void {
  let waiting: Item[] = []
  return item => {
    waiting.push(item)
    if (waiting.length > 1) return
    setTimeout(() => {
      const items = waiting
      waiting = []
      handOn(items)
    }, TOGETHER_MS)
  }
}
