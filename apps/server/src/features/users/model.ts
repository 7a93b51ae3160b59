export interface Profile {
  readonly givenName?: string
  readonly surname?: string
  readonly email?: string
  readonly avatarUrl?: string
  readonly locale?: string
}

/** As a body says it: null clears. */
export type ProfileInput = { readonly [Name in keyof Profile]?: string | null }

export type Metadata = Readonly<Record<string, string | number | boolean>>

export interface User {
  readonly appId: string
  readonly id: string
  readonly externalId: string | null
  readonly brandId: string | null
  readonly authenticated: boolean
  readonly signedUpAt: Date
  /** Null: never said. */
  readonly toBeRetained: boolean | null
  readonly profile: Profile
  readonly metadata: Metadata
  readonly identities: readonly { readonly type: string; readonly value: string; readonly verification: string }[]
  readonly createdAt: Date
}

/** A user as callers name it: by our id or by theirs, which is unique in its brand. */
export interface UserRef {
  readonly appId: string
  readonly userIdOrExternalId: string
  readonly brandId: string | undefined
}

const PROFILE: readonly (keyof Profile)[] = ['givenName', 'surname', 'email', 'avatarUrl', 'locale']

/** What is not sent stays, null clears, names we do not know are left out. */
export function mergeProfile(before: Profile, input: ProfileInput): Profile {
  const merged = PROFILE.map(name => [name, input[name] === undefined ? before[name] : input[name]] as const)
  return Object.fromEntries(merged.filter(([, value]) => value != null))
}

const METADATA_BYTES_MAX = 4096

/**
 * One user of two: where both have a value, that of the one who stays counts. Metadata of the other one is taken over
 * for as long as it fits.
 */
export function mergeUsers(surviving: User, discarded: User): { user: User; discardedMetadata: Metadata } {
  const kept: Record<string, string | number | boolean> = { ...surviving.metadata }
  const dropped: Record<string, string | number | boolean> = {}
  for (const [name, value] of Object.entries(discarded.metadata)) {
    if (Object.hasOwn(kept, name)) continue
    const fits = bytesOf({ ...kept, [name]: value }) <= METADATA_BYTES_MAX
    Object.assign(fits ? kept : dropped, { [name]: value })
  }
  const known = new Set(surviving.identities.map(({ type, value }) => `${type} ${value}`))
  const user: User = {
    ...surviving,
    authenticated: surviving.authenticated || discarded.authenticated,
    toBeRetained: surviving.toBeRetained ?? discarded.toBeRetained,
    profile: { ...discarded.profile, ...surviving.profile },
    metadata: kept,
    identities: [
      ...surviving.identities,
      ...discarded.identities.filter(({ type, value }) => !known.has(`${type} ${value}`)),
    ],
  }
  return { user, discardedMetadata: dropped }
}

const bytesOf = (metadata: Metadata): number =>
  Object.entries(metadata).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(String(value)),
    0,
  )
