import type { Switchboard as WireSwitchboard } from '@parhelion/contract'
import type { Static } from 'typebox'
import type { Switchboard } from './model.ts'

export function presentSwitchboard(switchboard: Switchboard): Static<typeof WireSwitchboard> {
  const { id, enabled, defaultSwitchboardIntegrationId } = switchboard
  return { id, enabled, ...(defaultSwitchboardIntegrationId === null ? {} : { defaultSwitchboardIntegrationId }) }
}
