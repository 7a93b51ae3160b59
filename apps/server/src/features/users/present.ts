import type { User as WireUser } from '@parhelion/contract'
import type { Static } from 'typebox'
import type { User } from './model.ts'

export function presentUser(user: User): Static<typeof WireUser> {
  const { toBeRetained, profile, metadata, identities } = user
  return {
    ...presentUserBriefly(user),
    signedUpAt: user.signedUpAt.toISOString(),
    ...(toBeRetained === null ? {} : { toBeRetained }),
    profile: { ...profile },
    metadata: { ...metadata },
    identities: identities.map(identity => ({ ...identity })),
  }
}

/** What events say of a user to receivers that did not ask for more. */
export function presentUserBriefly({ id, authenticated, externalId, brandId }: User) {
  return {
    id,
    authenticated,
    ...(externalId === null ? {} : { externalId }),
    ...(brandId === null ? {} : { brandId }),
  }
}
