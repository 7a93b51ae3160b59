import type { Integration as WireIntegration } from '@parhelion/contract'
import type { Static } from 'typebox'
import type { SwitchboardIntegration } from '../switchboard-integrations/model.ts'
import { presentSwitchboardIntegration } from '../switchboard-integrations/present.ts'
import type { Webhook } from '../webhooks/model.ts'
import { presentWebhook } from '../webhooks/present.ts'
import type { Integration } from './model.ts'

type Wire = Static<typeof WireIntegration>

/** Who answers first in an integration. */
export interface Responder {
  readonly member: SwitchboardIntegration
  /** Whether it is the default of the whole switchboard. */
  readonly inherited: boolean
}

/** An integration with what belongs to its reply. */
export interface IntegrationView {
  readonly integration: Integration
  /** Of a custom integration. */
  readonly webhooks: readonly Webhook[] | undefined
  /** Of all but custom integrations, where there is one. */
  readonly responder: Responder | undefined
  /** Made by the server for the channel to call; of MessageBird. */
  readonly webhookSecret: string | undefined
}

export function presentIntegration({ integration, webhooks, responder, webhookSecret }: IntegrationView): Wire {
  const { id, type, status, displayName, showAIDisclaimer, settings } = integration
  return {
    id,
    // Only names of the contract are ever stored.
    type: type as Wire['type'],
    status,
    ...(displayName === null ? {} : { displayName }),
    ...(showAIDisclaimer === null ? {} : { showAIDisclaimer }),
    ...(responder === undefined ? {} : { defaultResponder: presentResponder(responder) }),
    ...settings,
    ...(webhooks === undefined ? {} : { webhooks: webhooks.map(presentWebhook) }),
    ...(webhookSecret === undefined ? {} : { webhookSecret }),
  }
}

function presentResponder({ member, inherited }: Responder) {
  const { id: _, ...rest } = presentSwitchboardIntegration(member)
  return { ...rest, inherited }
}
