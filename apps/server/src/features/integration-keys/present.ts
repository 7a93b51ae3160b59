import type { IntegrationKey as WireKey } from '@parhelion/contract'
import type { Static } from 'typebox'
import type { IntegrationKey } from './model.ts'

export const presentIntegrationKey = ({ id, displayName, secret }: IntegrationKey): Static<typeof WireKey> => ({
  id,
  displayName,
  secret,
})
