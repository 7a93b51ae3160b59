/** An account for a program: it sees only the apps it was granted. */
export interface ServiceAccount {
  readonly id: string
  readonly displayName: string
  readonly keyId: string
  readonly secretSealed: string
  readonly createdAt: Date
}
