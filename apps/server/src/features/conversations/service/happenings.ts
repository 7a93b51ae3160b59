import type { EventPayload, EventType } from '@parhelion/contract'
import type { Tx } from '../../../db/tx.ts'
import { appendEvent } from '../../../events/outbox.ts'
import type { Clock } from '../../../lib/clock.ts'
import type { Ids } from '../../../lib/ids.ts'
import type { Conversation } from '../model.ts'
import { presentConversationBriefly } from '../present.ts'

/** Events that are kept in order with the messages of a conversation. */
export type ConversationEventType = Extract<EventType, `conversation:${string}` | `switchboard:${string}`>

/** Where something that happens came from; `type` is the channel. */
export interface EventSource {
  readonly type: string
  readonly integrationId?: string
}

/** Calls of the API come through no channel. */
export const API: EventSource = { type: 'api:conversations' }

/** Something that happens in a conversation. */
export type Happening = { [T in ConversationEventType]: HappeningOf<T> }[ConversationEventType]

interface HappeningOf<T extends ConversationEventType> {
  readonly type: T
  readonly source?: EventSource
  readonly userIds?: readonly string[]
  /** Beside the conversation itself. */
  readonly payload: Omit<EventPayload<T>, 'conversation'>
  /** Integration that has lost control by it. */
  readonly previousIntegrationId?: string | undefined
}

type Said = { [T in ConversationEventType]: { type: T; payload: EventPayload<T> } }[ConversationEventType]

/** Tells of what happened at the place that the conversation has just taken, with who has control now. */
export async function appendHappening(
  needs: { readonly ids: Ids; readonly clock: Clock },
  tx: Tx,
  conversation: Conversation,
  what: Happening,
): Promise<Conversation> {
  const { ids, clock } = needs
  const { switchboardId, active, pending } = conversation.control
  // Type and payload belong together in what happened; putting the conversation in keeps it so.
  const said = {
    type: what.type,
    payload: { conversation: presentConversationBriefly(conversation), ...what.payload },
  } as Said
  await appendEvent(tx, {
    ...said,
    appId: conversation.appId,
    id: ids.next(),
    orderedBy: conversation.id,
    routing: {
      conversationId: conversation.id,
      seq: conversation.seq,
      sourceIntegrationId: what.source?.integrationId,
      switchboardId,
      activeIntegrationId: active?.integrationId,
      pendingIntegrationId: pending?.integrationId,
      previousIntegrationId: what.previousIntegrationId,
    },
    userIds: what.userIds ?? [],
    createdAt: clock.now(),
  })
  return conversation
}
