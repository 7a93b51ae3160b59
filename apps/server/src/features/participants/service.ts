import {
  ApiError,
  InvalidRequest,
  limits,
  NotAMember,
  type ParticipantInput,
  TooManyParticipants,
} from '@parhelion/contract'
import type { Db, Tx } from '../../db/tx.ts'
import { removeUserFromEvents, shareEventsOfConversation } from '../../events/erase.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import type { PageRequest, Slice } from '../../lib/page.ts'
import type { Client } from '../clients/model.ts'
import type { ClientService } from '../clients/service.ts'
import type { Conversation, ConversationRef } from '../conversations/model.ts'
import { presentConversationBriefly } from '../conversations/present.ts'
import type { ConversationService } from '../conversations/service.ts'
import type { User } from '../users/model.ts'
import { presentUserBriefly } from '../users/present.ts'
import type { MergedUsers, MergeReport, UserService } from '../users/service.ts'
import type { Participant } from './model.ts'
import {
  associate,
  countParticipants,
  deleteParticipant,
  deleteParticipantsOf,
  deleteParticipantsOfApp,
  dissociate,
  findParticipant,
  findParticipantOf,
  forgetUnread,
  insertParticipant,
  listConversationIds,
  listParticipants,
  listUserIds,
  markRead,
  moveParticipant,
  replaceAssociations,
  setUnread,
} from './store.ts'

interface Needs {
  readonly db: Db
  readonly ids: Ids
  readonly clock: Clock
  readonly users: UserService
  readonly clients: ClientService
  readonly conversations: ConversationService
}

/** The users of conversations, and what each has read. */
export class ParticipantService {
  readonly #needs: Needs

  /** Run in the transaction that makes one conversation of two, while both are there. */
  readonly onConversationsMerged: ((tx: Tx, surviving: Conversation, discarded: Conversation) => Promise<void>)[] = []

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Adds a user to a group; who is in already stays as they are. */
  async join(at: ConversationRef, input: ParticipantInput): Promise<Participant> {
    const { db, users, conversations } = this.#needs
    return db.transaction(async tx => {
      const user = await users.hold(tx, await users.resolve(tx, at.appId, input))
      const conversation = await conversations.lock(tx, at)
      const known = await findParticipantOf(tx, { ...at, userId: user.id })
      if (conversation.type === 'personal') throw refuse('A personal conversation cannot be joined')
      if (known !== undefined) return known
      if ((await countParticipants(tx, at)) >= limits.participants) throw new ApiError(TooManyParticipants)
      const participant = await this.add(tx, conversation, user, input.subscribeSDKClient === true)
      await conversations.tell(tx, at, {
        type: 'conversation:join',
        userIds: [user.id],
        payload: { user: presentUserBriefly(user) },
      })
      return participant
    })
  }

  /** Adds a user to a conversation that is held. */
  async add(tx: Tx, to: Conversation, user: User, subscribeSDKClient: boolean): Promise<Participant> {
    const { ids, clock, clients } = this.#needs
    const at = { appId: to.appId, conversationId: to.id, userId: user.id }
    const now = clock.now()
    const id = ids.next()
    const isNew = await insertParticipant(tx, { ...at, id, createdAt: now })
    if (isNew && subscribeSDKClient) {
      const client = await clients.ensureSdkClient(tx, user)
      await associate(tx, { appId: to.appId, participantId: id, clientId: client.id, at: now })
    }
    return found(await findParticipantOf(tx, at))
  }

  async list(at: ConversationRef, page: PageRequest): Promise<Slice<Participant>> {
    const { db, conversations } = this.#needs
    const list = await listParticipants(db.single, at, page)
    if (list.items.length === 0) await conversations.find(db.single, at)
    return list
  }

  async leave(
    at: ConversationRef,
    named: { readonly userId?: string; readonly userExternalId?: string; readonly participantId?: string },
  ): Promise<void> {
    const { db, users, conversations } = this.#needs
    const { participantId } = named
    const names = [named.userId, named.userExternalId, participantId].filter(name => name !== undefined)
    if (names.length !== 1) throw refuse('should have exactly one of userId, userExternalId and participantId')
    await db.transaction(async tx => {
      const conversation = await conversations.lock(tx, at)
      const participant = found(
        participantId === undefined
          ? await findParticipantOf(tx, { ...at, userId: (await users.resolve(tx, at.appId, named)).id })
          : await findParticipant(tx, { ...at, participantId }),
      )
      if (conversation.type === 'personal') throw refuse('A personal conversation cannot be left')
      const user = await users.resolve(tx, at.appId, { userId: participant.userId })
      await deleteParticipant(tx, participant)
      await conversations.tell(tx, at, {
        type: 'conversation:leave',
        userIds: [user.id],
        payload: { user: presentUserBriefly(user) },
      })
    })
  }

  /** Whoever takes part as this user. @throws ApiError `not_found` */
  async findOf(tx: Tx, at: ConversationRef, user: User): Promise<Participant> {
    return found(await findParticipantOf(tx, { ...at, userId: user.id }))
  }

  /** The ids of all conversations of a user, oldest first. */
  listConversationIds(tx: Tx, { appId, id }: User): Promise<string[]> {
    return listConversationIds(tx, appId, id)
  }

  /** Every user of a conversation, oldest participant first. */
  listUserIds(tx: Tx, at: ConversationRef): Promise<string[]> {
    return listUserIds(tx, at)
  }

  markRead(tx: Tx, participant: Participant): Promise<void> {
    return markRead(tx, participant)
  }

  forgetUnread(tx: Tx, at: ConversationRef, seq: number | 'all'): Promise<void> {
    return forgetUnread(tx, at, seq)
  }

  /** Says that a participant was heard of through a client just now. */
  async associate(tx: Tx, participant: Participant, client: Client): Promise<void> {
    const at = this.#needs.clock.now()
    await associate(tx, { appId: participant.appId, participantId: participant.id, clientId: client.id, at })
  }

  removeClients(tx: Tx, appId: string, clientIds: readonly string[]): Promise<void> {
    return dissociate(tx, appId, clientIds)
  }

  removeOfConversation(tx: Tx, at: ConversationRef): Promise<void> {
    return deleteParticipantsOf(tx, at)
  }

  /**
   * Gives the places of one user to another. Of their two default conversations one is made, which keeps the messages
   * of both in the order in which they came.
   */
  async merge(tx: Tx, { surviving, discarded }: MergedUsers): Promise<MergeReport> {
    const { conversations } = this.#needs
    const { appId } = surviving
    const { kept, others, gone } = await this.#holdAll(tx, surviving, discarded)
    for (const conversation of others) {
      const at = { appId, conversationId: conversation.id }
      const participant = await this.findOf(tx, at, discarded)
      if ((await findParticipantOf(tx, { ...at, userId: surviving.id })) !== undefined)
        await deleteParticipant(tx, participant)
      else await moveParticipant(tx, participant, surviving.id)
      if (conversation.defaultOf === discarded.id) await conversations.setDefaultOf(tx, conversation, surviving.id)
    }
    if (kept === undefined || gone === undefined) return {}
    const [own, other] = [await this.#placeOf(tx, kept, surviving), await this.#placeOf(tx, gone, discarded)]
    for (const merged of this.onConversationsMerged) await merged(tx, kept, gone)
    await setUnread(tx, own, own.unreadCount + other.unreadCount)
    await shareEventsOfConversation(tx, gone, surviving)
    await conversations.dissolve(tx, gone)
    const told = { surviving: presentConversationBriefly(kept), discarded: presentConversationBriefly(gone) }
    return { mergedConversations: told }
  }

  /**
   * Holds the default conversation of the one who stays, and all of the one who goes, in the order in which messages hold
   * them: from then on nobody writes there. `gone` is to become a part of `kept`.
   */
  async #holdAll(tx: Tx, surviving: User, discarded: User) {
    const { conversations } = this.#needs
    const { appId } = surviving
    const own = await conversations.findDefault(tx, surviving)
    const ids = await listConversationIds(tx, appId, discarded.id)
    const held: Conversation[] = []
    for (const conversationId of [...ids, ...(own === undefined ? [] : [own.id])].sort())
      held.push(await conversations.lock(tx, { appId, conversationId }))
    const kept = held.find(({ id }) => id === own?.id)
    const gone = kept === undefined ? undefined : held.find(({ defaultOf }) => defaultOf === discarded.id)
    return { kept, gone, others: held.filter(one => one !== kept && one !== gone) }
  }

  #placeOf(tx: Tx, { appId, id }: Conversation, user: User): Promise<Participant> {
    return this.findOf(tx, { appId, conversationId: id }, user)
  }

  /** Says that one client of SDKs stands for another from now on. */
  async replaceClient(tx: Tx, surviving: Client, discarded: Client): Promise<void> {
    await replaceAssociations(tx, surviving, discarded.id)
  }

  /** Takes a user that goes out of all groups, and removes the conversations that were theirs alone, with what is told of them. */
  async removeOfUser(tx: Tx, user: User): Promise<void> {
    const { conversations } = this.#needs
    const own: string[] = []
    for (const conversationId of await listConversationIds(tx, user.appId, user.id)) {
      const at = { appId: user.appId, conversationId }
      const conversation = await conversations.lock(tx, at)
      if (conversation.type === 'personal') {
        own.push(conversationId)
        await conversations.erase(tx, conversation)
      } else await deleteParticipant(tx, await this.findOf(tx, at, user))
    }
    await removeUserFromEvents(tx, user, own)
  }

  removeOfApp(tx: Tx, appId: string): Promise<void> {
    return deleteParticipantsOfApp(tx, appId)
  }
}

function found(participant: Participant | undefined): Participant {
  if (participant === undefined) throw new ApiError(NotAMember)
  return participant
}

const refuse = (title: string) => new ApiError(InvalidRequest, { titles: [title] })
