import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { Shell } from './shell.tsx'

const root = createRootRoute({ component: Shell })

const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    component: lazyRouteComponent(() => import('../pages/start/page.tsx')),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/samples',
    component: lazyRouteComponent(() => import('../pages/samples/page.tsx')),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/json-tools',
    component: lazyRouteComponent(() => import('../pages/json-tools/page.tsx')),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/apps',
    component: lazyRouteComponent(() => import('../pages/apps/page.tsx')),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/tokens',
    component: lazyRouteComponent(() => import('../pages/tokens/page.tsx')),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/webhooks',
    component: lazyRouteComponent(() => import('../pages/webhooks/page.tsx')),
  }),
]

export const router = createRouter({ routeTree: root.addChildren(routes), defaultPreload: 'intent' })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
