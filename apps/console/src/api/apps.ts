import type { GetApp, ListAppKeys, ListApps, ListCustomIntegrationKeys, ListIntegrations } from '@parhelion/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { operate, type Reply } from './operate.ts'

export type App = Reply<typeof ListApps>['apps'][number]
export type Integration = Reply<typeof ListIntegrations>['integrations'][number]
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

export const appKeysQuery = (appId: string) =>
  queryOptions({
    queryKey: ['apps', appId, 'keys'],
    queryFn: () => operate<typeof ListAppKeys>('GET', '/v2/apps/{appId}/keys', { params: { appId } }),
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

export const integrationKeysQuery = (appId: string, integrationId: string) =>
  queryOptions({
    queryKey: ['apps', appId, 'integrations', integrationId, 'keys'],
    queryFn: () =>
      operate<typeof ListCustomIntegrationKeys>('GET', '/v2/apps/{appId}/integrations/{integrationId}/keys', {
        params: { appId, integrationId },
      }),
  })

const pageOf = (after: string) => (after === '' ? { size: PAGE_SIZE } : { size: PAGE_SIZE, after })
