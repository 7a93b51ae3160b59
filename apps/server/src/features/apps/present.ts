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
