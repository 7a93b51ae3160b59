import { isCancelledError } from '@tanstack/react-query'
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { sessionQuery } from '../api/session.ts'
import { NotFound } from './not-found.tsx'
import { PageError } from './page-error.tsx'
import { queryClient } from './query-client.ts'
import { Shell } from './shell.tsx'

/** A word of the address as it stands there; undefined for anything else. */
const word = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** Before pages that show nothing to strangers: leads to the sign-in page and from there back. */
async function needSession({ location }: { readonly location: { readonly href: string } }): Promise<void> {
  const ask = () => queryClient.ensureQueryData(sessionQuery)
  // A sign-in that ends meanwhile calls the question off, since its answer would be of before.
  const session = await ask().catch(error => {
    if (isCancelledError(error)) return ask()
    throw error
  })
  if (session === null) throw redirect({ to: '/sign-in', search: { to: location.href } })
}

const root = createRootRoute({ component: Shell })

const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    staticData: { title: 'Start' },
    validateSearch: (search): { target?: string } => {
      const target = word(search.target)
      return target === undefined ? {} : { target }
    },
    component: lazyRouteComponent(() => import('../pages/start/page.tsx')),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    staticData: { title: 'Sign in' },
    validateSearch: (search): { to?: string } => {
      const to = word(search.to)
      return to === undefined ? {} : { to }
    },
    component: lazyRouteComponent(() => import('../pages/sign-in/page.tsx')),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/samples',
    staticData: { title: 'Samples' },
    component: lazyRouteComponent(() => import('../pages/samples/page.tsx')),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/json-tools',
    staticData: { title: 'JSON tools' },
    component: lazyRouteComponent(() => import('../pages/json-tools/page.tsx')),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/apps',
    staticData: { title: 'Apps and keys' },
    beforeLoad: needSession,
    component: lazyRouteComponent(() => import('../pages/apps/page.tsx')),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/apps/$appId',
    staticData: { title: 'App' },
    beforeLoad: needSession,
    component: lazyRouteComponent(() => import('../pages/apps/app-page.tsx')),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/apps/$appId/create-integration',
    staticData: { title: 'Create an integration' },
    validateSearch: (search): { type?: string } => {
      const type = word(search.type)
      return type === undefined ? {} : { type }
    },
    beforeLoad: needSession,
    component: lazyRouteComponent(() => import('../pages/apps/create-integration-page.tsx')),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/apps/$appId/integrations/$integrationId',
    staticData: { title: 'Integration' },
    beforeLoad: needSession,
    component: lazyRouteComponent(() => import('../pages/apps/integration-page.tsx')),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/tokens',
    staticData: { title: 'Tokens' },
    component: lazyRouteComponent(() => import('../pages/tokens/page.tsx')),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/webhooks',
    staticData: { title: 'Webhooks' },
    beforeLoad: needSession,
    component: lazyRouteComponent(() => import('../pages/webhooks/page.tsx')),
  }),
]

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: 'intent',
  defaultErrorComponent: PageError,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
  interface StaticDataRouteOption {
    /** Of the page, as the browser's tab shows it. */
    title?: string
  }
}
