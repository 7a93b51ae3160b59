import type {
  GetApp,
  GetIntegration,
  ListAppKeys,
  ListApps,
  ListCustomIntegrationKeys,
  ListIntegrations,
} from '@parhelion/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { operate, type Reply } from './operate.ts'

export type Key = Reply<typeof ListAppKeys>['keys'][number]

const PAGE_SIZE = 100

/** All apps of the account, page by page. */
export const appsQuery = infiniteQueryOptions({
  queryKey: ['apps'],
  queryFn: ({ pageParam }) =>
    operate<typeof ListApps>('GET', '/v2/apps', { params: {}, query: { page: pageOf(pageParam) } }),
  initialPageParam: '',
  getNextPageParam: last => last.meta.afterCursor,
})

export const appQuery = (appId: string) =>
  queryOptions({
    queryKey: ['apps', appId],
    queryFn: () => operate<typeof GetApp>('GET', '/v2/apps/{appId}', { params: { appId } }),
  })

/** A key without its secret, which the API tells in lists as well: what no page shows, none keeps. */
export type NamedKey = Pick<Key, 'id' | 'displayName'>

const named = ({ keys }: { readonly keys: readonly Key[] }): NamedKey[] =>
  keys.map(({ id, displayName }) => ({ id, displayName }))

export const appKeysQuery = (appId: string) =>
  queryOptions({
    queryKey: ['apps', appId, 'keys'],
    queryFn: async () =>
      named(await operate<typeof ListAppKeys>('GET', '/v2/apps/{appId}/keys', { params: { appId } })),
  })

/** All integrations of an app, page by page. */
export const integrationsQuery = (appId: string) =>
  infiniteQueryOptions({
    queryKey: ['apps', appId, 'integrations'],
    queryFn: ({ pageParam }) =>
      operate<typeof ListIntegrations>('GET', '/v2/apps/{appId}/integrations', {
        params: { appId },
        query: { page: pageOf(pageParam) },
      }),
    initialPageParam: '',
    getNextPageParam: last => last.meta.afterCursor,
  })

export const integrationQuery = (appId: string, integrationId: string) =>
  queryOptions({
    queryKey: ['apps', appId, 'integrations', integrationId],
    queryFn: () =>
      operate<typeof GetIntegration>('GET', '/v2/apps/{appId}/integrations/{integrationId}', {
        params: { appId, integrationId },
      }),
  })

export const integrationKeysQuery = (appId: string, integrationId: string) =>
  queryOptions({
    queryKey: ['apps', appId, 'integrations', integrationId, 'keys'],
    queryFn: async () =>
      named(
        await operate<typeof ListCustomIntegrationKeys>('GET', '/v2/apps/{appId}/integrations/{integrationId}/keys', {
          params: { appId, integrationId },
        }),
      ),
  })

const pageOf = (after: string) => (after === '' ? { size: PAGE_SIZE } : { size: PAGE_SIZE, after })
