import type { App as WireApp } from '@parhelion/contract'
import type { Static } from 'typebox'
import type { App } from './model.ts'

export function presentApp(app: App): Static<typeof WireApp> {
  const { id, displayName, settings, metadata } = app
  return {
    id,
    displayName,
    settings: { ...settings },
    ...(metadata === undefined ? {} : { metadata: { ...metadata } }),
  }
}

/** With the subdomain under which it is served. */
export const presentAppAt = (app: App, address: string) => ({ ...presentApp(app), subdomain: subdomainOf(address) })

/** First label of the host that serves; an address in digits has none, so it counts as `localhost`. */
function subdomainOf(address: string): string {
  const { hostname } = new URL(address)
  return /^[\d.]+$|^\[/.test(hostname) ? 'localhost' : (hostname.split('.')[0] ?? hostname)
}
