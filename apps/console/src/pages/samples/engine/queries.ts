import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { engine } from './engine.ts'
import type { Manner } from './protocol.ts'

/** The engine is asked in this browser, and says the same to the same question. */
export const askedOnce = { staleTime: Number.POSITIVE_INFINITY, networkMode: 'always', retry: false } as const

/** The same item written the same way is the same page, for as long as the collection is open. */
export const pageQuery = (reading: number, item: string, manner: Manner) =>
  queryOptions({
    queryKey: ['samples', reading, item, manner],
    queryFn: () => engine.call('page', { item, manner }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    ...askedOnce,
  })

export const targetsQuery = queryOptions({
  queryKey: ['samples', 'targets'],
  queryFn: () => engine.call('targets', null),
  ...askedOnce,
})
