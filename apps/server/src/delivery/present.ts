import type { LoggedDelivery } from './log/log-store.ts'

/** A delivery as lists, replies and streams show it. */
export const presentDelivery = ({ eventId, type, createdAt, state, dueAt, attempts }: LoggedDelivery) => ({
  eventId,
  type,
  createdAt: createdAt.toISOString(),
  state,
  ...(dueAt === undefined ? {} : { dueAt: dueAt.toISOString() }),
  attempts: [...attempts],
})
