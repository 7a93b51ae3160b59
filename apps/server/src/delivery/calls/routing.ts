import type { OutboxEvent } from '../../events/read.ts'
import type { Listener } from '../model.ts'

/** Whether a webhook is told of an event: it asked for the type, and control of the conversation does not keep it away. */
export function hears(
  listener: Pick<Listener, 'triggers' | 'integrationId' | 'memberships'>,
  event: OutboxEvent,
): boolean {
  const { triggers } = listener
  return (triggers.includes('*') || triggers.includes(event.type)) && isRouted(listener, event)
}

/**
 * Who had control when it happened decides, and who is a member now: the active, the pending and the one that lost
 * control by it are told, others that stand by if they ask for that. Whoever is no member is told everything.
 */
export function isRouted(
  { integrationId, memberships }: Pick<Listener, 'integrationId' | 'memberships'>,
  event: OutboxEvent,
): boolean {
  if (event.switchboardId === null) return true
  const membership = memberships.find(({ switchboardId }) => switchboardId === event.switchboardId)
  if (membership === undefined || membership.deliverStandbyEvents) return true
  const { activeIntegrationId, pendingIntegrationId, previousIntegrationId } = event
  return [activeIntegrationId, pendingIntegrationId, previousIntegrationId].includes(integrationId)
}
