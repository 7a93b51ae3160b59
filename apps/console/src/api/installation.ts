import { queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'

/** What runs here. */
export interface Installation {
  readonly version: string
  readonly mode: 'development' | 'production'
  /** Where the API is, as its callers see it. */
  readonly address: string
  readonly signedIn: boolean
  /** Ids of the demo app: in development mode, for those who are signed in. */
  readonly demo?: { readonly appId: string; readonly integrationId: string; readonly webhookId: string }
}

export const installationQuery = queryOptions({
  queryKey: ['installation'],
  queryFn: () => call<Installation>('GET', '/hub/installation'),
  staleTime: 60_000,
})
