import type { Participant as WireParticipant } from '@parhelion/contract'
import type { Participant } from './model.ts'

type Association = NonNullable<WireParticipant['clientAssociations']>[number]

export function presentParticipant(one: Participant): WireParticipant {
  const { id, userId, userExternalId, unreadCount, lastRead, clients } = one
  return {
    id,
    userId,
    ...(userExternalId === null ? {} : { userExternalId }),
    unreadCount,
    // Only types of the contract are ever stored.
    clientAssociations: clients.map(({ type, clientId }) => ({
      type: type as NonNullable<Association['type']>,
      clientId,
    })),
    ...(lastRead === null ? {} : { lastRead: lastRead.toISOString() }),
  }
}
