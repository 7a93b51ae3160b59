import type { Integration as WireIntegration } from '@parhelion/contract'
import type { Static } from 'typebox'
import type { Webhook } from '../webhooks/model.ts'
import { presentWebhook } from '../webhooks/present.ts'
import type { Integration } from './model.ts'

type Wire = Static<typeof WireIntegration>

/** An integration with what belongs to its reply. */
export interface IntegrationView {
  readonly integration: Integration
  /** Of a custom integration. */
  readonly webhooks: readonly Webhook[] | undefined
  /** Made by the server for the channel to call; of MessageBird. */
  readonly webhookSecret: string | undefined
}

export function presentIntegration({ integration, webhooks, webhookSecret }: IntegrationView): Wire {
  const { id, type, status, displayName, showAIDisclaimer, settings } = integration
  return {
    id,
    // Only names of the contract are ever stored.
    type: type as Wire['type'],
    status,
    ...(displayName === null ? {} : { displayName }),
    ...(showAIDisclaimer === null ? {} : { showAIDisclaimer }),
    ...settings,
    ...(webhooks === undefined ? {} : { webhooks: webhooks.map(presentWebhook) }),
    ...(webhookSecret === undefined ? {} : { webhookSecret }),
  }
}
