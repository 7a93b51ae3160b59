import type { ServiceAccount as WireServiceAccount } from '@parhelion/contract'
import type { Static } from 'typebox'
import type { ServiceAccount } from './model.ts'

export const presentServiceAccount = ({ id, displayName }: ServiceAccount): Static<typeof WireServiceAccount> => ({
  id,
  displayName,
})
