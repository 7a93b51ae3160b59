import type { EventPayload } from '@parhelion/contract'
import type { Tx } from '../../../db/tx.ts'
import { appendEvent } from '../../../events/outbox.ts'
import type { Clock } from '../../../lib/clock.ts'
import type { Ids } from '../../../lib/ids.ts'
import type { Conversation } from '../../conversations/model.ts'
import { presentConversationBriefly } from '../../conversations/present.ts'
import type { User } from '../../users/model.ts'
import { presentUserBriefly } from '../../users/present.ts'
import type { Client } from '../model.ts'
import { presentClient } from '../present.ts'

type ClientEventType = 'client:add' | 'client:remove' | 'client:update'

/** What became of a client, and why. */
type Change = {
  [T in ClientEventType]: { readonly type: T; readonly reason: EventPayload<T>['reason'] }
}[ClientEventType]

interface Telling {
  readonly user: User
  readonly client: Client
  readonly conversation?: Conversation | undefined
  readonly change: Change
}

/** Tells of a change of a client in the transaction of that change. */
export async function tellOfClient(
  { ids, clock }: { readonly ids: Ids; readonly clock: Clock },
  tx: Tx,
  { user, client, conversation, change: { type, reason } }: Telling,
): Promise<void> {
  const said = {
    ...(conversation === undefined ? {} : { conversation: presentConversationBriefly(conversation) }),
    user: presentUserBriefly(user),
    client: presentClient(client),
  }
  const event = { appId: user.appId, id: ids.next(), orderedBy: user.id, userIds: [user.id], createdAt: clock.now() }
  const source = { type: 'api:conversations' }
  if (type === 'client:add') await appendEvent(tx, { ...event, type, payload: { ...said, reason, source } })
  if (type === 'client:remove') await appendEvent(tx, { ...event, type, payload: { ...said, reason, source } })
  if (type === 'client:update') await appendEvent(tx, { ...event, type, payload: { ...said, reason } })
}
