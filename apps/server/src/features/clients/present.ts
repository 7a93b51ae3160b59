import type { Client as WireClient } from '@parhelion/contract'
import type { Static } from 'typebox'
import type { Client } from './model.ts'

type Wire = Static<typeof WireClient>

export function presentClient(client: Client): Wire {
  const { id, type, status, integrationId, externalId, lastSeen, linkedAt, displayName, avatarUrl, info, raw } = client
  return {
    id,
    // Only names of the contract are ever stored.
    type: type as Wire['type'],
    status,
    ...(integrationId === null ? {} : { integrationId }),
    ...(externalId === null ? {} : { externalId }),
    ...(lastSeen === null ? {} : { lastSeen: lastSeen.toISOString() }),
    ...(linkedAt === null ? {} : { linkedAt: linkedAt.toISOString() }),
    ...(displayName === null ? {} : { displayName }),
    ...(avatarUrl === null ? {} : { avatarUrl }),
    ...(info === null ? {} : { info: { ...info } }),
    ...(raw === null ? {} : { raw: { ...raw } }),
  }
}
