import type { Conversation as WireConversation } from '@parhelion/contract'
import type { Conversation } from './model.ts'

/** What events say of a conversation. */
export function presentConversationBriefly({ id, type, metadata, control }: Conversation) {
  const { active, pending } = control
  return {
    id,
    type,
    ...(Object.keys(metadata).length === 0 ? {} : { metadata: { ...metadata } }),
    ...(active === undefined ? {} : { activeSwitchboardIntegration: { ...active } }),
    ...(pending === undefined ? {} : { pendingSwitchboardIntegration: { ...pending } }),
  }
}

export function presentConversation(conversation: Conversation): WireConversation {
  const { displayName, description, iconUrl, businessLastRead, lastUpdatedAt, createdAt } = conversation
  return {
    ...presentConversationBriefly(conversation),
    isDefault: conversation.defaultOf !== null,
    ...(displayName === null ? {} : { displayName }),
    ...(description === null ? {} : { description }),
    ...(iconUrl === null ? {} : { iconUrl }),
    ...(businessLastRead === null ? {} : { businessLastRead: businessLastRead.toISOString() }),
    lastUpdatedAt: lastUpdatedAt.toISOString(),
    createdAt: createdAt.toISOString(),
  }
}
