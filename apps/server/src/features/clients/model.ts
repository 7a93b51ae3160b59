/** A channel through which a user can be reached. */
export interface Client {
  readonly appId: string
  readonly id: string
  readonly userId: string
  readonly type: string
  readonly status: 'active' | 'blocked' | 'inactive' | 'pending'
  /** Null: of SDKs, which all are one client. */
  readonly integrationId: string | null
  readonly externalId: string | null
  readonly lastSeen: Date | null
  readonly linkedAt: Date | null
  readonly displayName: string | null
  readonly avatarUrl: string | null
  readonly info: Readonly<Record<string, unknown>> | null
  readonly raw: Readonly<Record<string, unknown>> | null
  /** Of a client that is pending. */
  readonly linking: Linking | null
  readonly createdAt: Date
}

/** How a pending client is to be found and confirmed, and which conversation it joins. */
export interface Linking {
  readonly matchCriteria: Readonly<Record<string, unknown>> & { readonly primary?: boolean }
  readonly confirmation: Readonly<Record<string, unknown>> & { readonly type: 'immediate' | 'userActivity' | 'prompt' }
  readonly conversationId: string
}

export const SDK = 'sdk'

/** Without where the user is to be found, and what they are asked. */
export function withoutAddress({ matchCriteria, confirmation, conversationId }: Linking): Linking {
  const { type, integrationId, primary = true } = matchCriteria
  return { matchCriteria: { type, integrationId, primary }, confirmation: { type: confirmation.type }, conversationId }
}
