import type { RotateWebhookSecret, Webhook as WireWebhook } from '@parhelion/contract'
import type { Static } from 'typebox'
import type { SigningSecret, Webhook } from './model.ts'

type Wire = Static<typeof WireWebhook>

export const presentWebhook = (webhook: Webhook): Wire => ({
  id: webhook.id,
  version: webhook.version,
  target: webhook.target,
  // Only names of the contract are ever stored.
  triggers: [...webhook.triggers] as Wire['triggers'],
  secret: webhook.secret,
  includeFullUser: webhook.includeFullUser,
  includeFullSource: webhook.includeFullSource,
  strictOrder: webhook.strictOrder,
})

type WireSecret = Static<(typeof RotateWebhookSecret)['reply']>['signingSecret']

export const presentSigningSecret = ({ secret, previousUntil }: SigningSecret): WireSecret => ({
  secret,
  ...(previousUntil === undefined ? {} : { previousUntil: previousUntil.toISOString() }),
})
