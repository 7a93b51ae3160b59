import type { SwitchboardIntegration as WireSwitchboardIntegration } from '@parhelion/contract'
import type { Static } from 'typebox'
import type { SwitchboardIntegration } from './model.ts'

export function presentSwitchboardIntegration(one: SwitchboardIntegration): Static<typeof WireSwitchboardIntegration> {
  const { id, name, integrationId, integrationType, deliverStandbyEvents, nextId, messageHistoryCount } = one
  return {
    id,
    name,
    integrationId,
    integrationType,
    deliverStandbyEvents,
    ...(nextId === null ? {} : { nextSwitchboardIntegrationId: nextId }),
    ...(messageHistoryCount === null ? {} : { messageHistoryCount }),
  }
}
