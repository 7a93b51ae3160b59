/** A key as its service hands it out: the secret in clear. */
export interface AppKey {
  readonly id: string
  readonly displayName: string
  readonly secret: string
  readonly createdAt: Date
}

/** A key as it is stored. */
export interface SealedAppKey {
  readonly id: string
  readonly displayName: string
  readonly secretSealed: string
  readonly createdAt: Date
}
