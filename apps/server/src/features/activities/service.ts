import { type ActivityPost, ApiError, InvalidRequest, NotAMember } from '@parhelion/contract'
import type { Db, Tx } from '../../db/tx.ts'
import type { Clock } from '../../lib/clock.ts'
import type { ConversationRef } from '../conversations/model.ts'
import type { EventSource } from '../conversations/service/happenings.ts'
import type { ConversationService } from '../conversations/service.ts'
import type { ParticipantService } from '../participants/service.ts'
import type { User } from '../users/model.ts'
import { presentUser } from '../users/present.ts'
import type { UserService } from '../users/service.ts'

interface Needs {
  readonly db: Db
  readonly clock: Clock
  readonly users: UserService
  readonly conversations: ConversationService
  readonly participants: ParticipantService
}

/** What happens in conversations besides messages: reading and typing. */
export class ActivityService {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** What users do is told as an event; what the business does is kept, and is for the users' screens. */
  async post(at: ConversationRef, { author, type }: ActivityPost): Promise<void> {
    const { db, clock, users, conversations } = this.#needs
    if (author.type === 'user' && type !== 'conversation:read')
      throw refuse(".type: should be 'conversation:read' for an author of the type user")
    await db.transaction(async tx => {
      if (author.type === 'user') {
        const user = await users.hold(tx, await users.resolve(tx, at.appId, author))
        await this.ofUser(tx, at, user, { type, source: { type: 'api:conversations' } })
      } else {
        const conversation = await conversations.lock(tx, at)
        if (type === 'conversation:read') await conversations.markBusinessRead(tx, conversation, clock.now())
      }
    })
  }

  /** Something a user does, through a channel or told by the business. */
  async ofUser(
    tx: Tx,
    at: ConversationRef,
    user: User,
    { type, source }: { readonly type: ActivityPost['type']; readonly source: EventSource },
  ): Promise<void> {
    const { conversations, participants } = this.#needs
    await conversations.lock(tx, at)
    const participant = await participants.findOf(tx, at, user).catch(error => {
      if (error instanceof ApiError && error.definition === NotAMember)
        throw refuse('.author: should be a participant of the conversation')
      throw error
    })
    if (type === 'conversation:read') await participants.markRead(tx, participant)
    await conversations.tell(tx, at, {
      type: type === 'conversation:read' ? type : 'conversation:typing',
      source,
      userIds: [user.id],
      payload: { activity: { type, source, author: { type: 'user', userId: user.id, user: presentUser(user) } } },
    })
  }
}

const refuse = (title: string) => new ApiError(InvalidRequest, { titles: [title] })
