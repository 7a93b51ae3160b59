import type { AppKey as WireKey } from '@parhelion/contract'
import type { Static } from 'typebox'
import type { AppKey } from './model.ts'

export const presentAppKey = ({ id, displayName, secret }: AppKey): Static<typeof WireKey> => ({
  id,
  displayName,
  secret,
})
