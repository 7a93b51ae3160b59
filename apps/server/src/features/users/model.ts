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
