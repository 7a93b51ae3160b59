/** A key as its service hands it out: the secret in clear. */
export interface IntegrationKey {
  readonly id: string
  readonly displayName: string
  readonly secret: string
  readonly createdAt: Date
}

/** A key as it is stored. */
export interface SealedIntegrationKey {
  readonly id: string
  readonly displayName: string
  readonly secretSealed: string
  readonly createdAt: Date
}
