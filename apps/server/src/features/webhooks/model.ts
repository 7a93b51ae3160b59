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
  /** Whether an event that was not taken holds back those of its conversation that came after it. */
  readonly strictOrder: boolean
}

/** A secret that was replaced, and until when it is still good. */
export interface PreviousSecret {
  readonly sealed: string
  readonly until: Date
}

export type SealedWebhook = Omit<Webhook, 'secret'> & {
  readonly secretSealed: string
  /** Null for a webhook that is older than signatures, until it is first needed. */
  readonly signingSecretSealed: string | null
  readonly previousSecret: PreviousSecret | null
  readonly previousSigningSecret: PreviousSecret | null
}

export interface WebhookInput {
  readonly target: string
  readonly triggers: readonly string[]
  readonly includeFullUser?: boolean
  readonly includeFullSource?: boolean
  readonly strictOrder?: boolean
}

export interface SigningSecret {
  /** In clear, as `whsec_` and base64. */
  readonly secret: string
  /** Until when the one before it signs as well. */
  readonly previousUntil: Date | undefined
}

/** The integration of a webhook as a member of a switchboard. */
export interface Membership {
  readonly switchboardId: string
  readonly deliverStandbyEvents: boolean
}

/** A webhook with all that is needed to call it. Of the secrets that are good the newest comes first. */
export type Subscriber = Omit<Webhook, 'secret'> & {
  readonly apiKeys: readonly string[]
  readonly signingSecrets: readonly string[]
  readonly memberships: readonly Membership[]
}

/** Which events an integration may see without being called, and how much of them. */
export type Hearing = Pick<Subscriber, 'integrationId' | 'memberships' | 'includeFullUser' | 'includeFullSource'>
