import type { Tx } from '../../../db/tx.ts'
import { appendEvent } from '../../../events/outbox.ts'
import type { Clock } from '../../../lib/clock.ts'
import type { Ids } from '../../../lib/ids.ts'
import type { Conversation } from '../model.ts'
import { presentConversationBriefly } from '../present.ts'

/** Where something that happens came from; `type` is the channel. */
export interface EventSource {
  readonly type: string
  readonly integrationId?: string
}

/** Calls of the API come through no channel. */
export const API: EventSource = { type: 'api:conversations' }

/** Something that happens in a conversation. */
export interface Happening {
  readonly type: string
  readonly source?: EventSource
  readonly userIds?: readonly string[]
  /** Beside the conversation itself. */
  readonly payload?: object
  /** Integration that has lost control by it. */
  readonly previousIntegrationId?: string | undefined
}

/** Tells of what happened at the place that the conversation has just taken, with who has control now. */
export async function appendHappening(
  needs: { readonly ids: Ids; readonly clock: Clock },
  tx: Tx,
  conversation: Conversation,
  what: Happening,
): Promise<Conversation> {
  const { ids, clock } = needs
  const { switchboardId, active, pending } = conversation.control
  await appendEvent(tx, {
    appId: conversation.appId,
    id: ids.next(),
    type: what.type,
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
    payload: { conversation: presentConversationBriefly(conversation), ...what.payload },
    createdAt: clock.now(),
  })
  return conversation
}
