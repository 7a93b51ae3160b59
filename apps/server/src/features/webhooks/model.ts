export interface Webhook {
  readonly appId: string
  readonly integrationId: string
  readonly id: string
  /** Version of the payload. */
  readonly version: string
  readonly target: string
  readonly triggers: readonly string[]
  /** In clear. */
  readonly secret: string
  readonly includeFullUser: boolean
  readonly includeFullSource: boolean
  readonly createdAt: Date
}

export type SealedWebhook = Omit<Webhook, 'secret'> & { readonly secretSealed: string }

export interface WebhookInput {
  readonly target: string
  readonly triggers: readonly string[]
  readonly includeFullUser?: boolean
  readonly includeFullSource?: boolean
}
