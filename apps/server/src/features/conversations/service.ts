import {
  ApiError,
  ChannelNotConnected,
  ConversationIsDefault,
  ConversationNotFound,
  type EventPayload,
  OneConversationPerUser,
} from '@parhelion/contract'
import type { Db, Tx } from '../../db/tx.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import type { PageRequest, Slice } from '../../lib/page.ts'
import type { AppService } from '../apps/service.ts'
import type { Participant } from '../participants/model.ts'
import type { User } from '../users/model.ts'
import { presentUser } from '../users/present.ts'
import type { UserService } from '../users/service.ts'
import type { Conversation, ConversationRef } from './model.ts'
import { acceptMetadata, acceptParticipants, type ConversationInput, type Written } from './service/accept.ts'
import { API, appendHappening, type EventSource, type Happening } from './service/happenings.ts'
import {
  controlSql,
  countDown,
  deleteConversation,
  deleteConversationsOfApp,
  findConversation,
  findDefault,
  insertConversation,
  listConversationsOf,
  listQuiet,
  lockConversation,
  lockConversationsOf,
  markBusinessRead,
  settleControl,
  takeOver,
  takePlace,
  takePlaceOfRelease,
  updateControl,
  updateConversation,
} from './store.ts'

/** What conversations ask of participants, which stand to their right. */
export interface ConversationParticipants {
  add(tx: Tx, to: Conversation, user: User, subscribeSDKClient: boolean): Promise<Participant>
}

interface Needs {
  readonly db: Db
  readonly ids: Ids
  readonly clock: Clock
  readonly apps: AppService
  readonly users: UserService
  readonly participants: () => ConversationParticipants
}

/** Where users and the business write to each other. */
export class ConversationService {
  readonly #needs: Needs
  /** Run in the transaction that removes a conversation, before its row goes. */
  readonly onConversationRemoved: ((tx: Tx, at: ConversationRef) => Promise<void>)[] = []
  /** For the one statement beside the store that writes to conversations. */
  readonly controlSql = controlSql

  constructor(needs: Needs) {
    this.#needs = needs
  }

  async create(appId: string, input: ConversationInput): Promise<Conversation> {
    const { db } = this.#needs
    acceptParticipants(input)
    return db.transaction(async tx => {
      const { settings } = await this.#needs.apps.find(tx, appId)
      const users: User[] = []
      // Held in one order, so that two groups with the same users do not wait for each other.
      for (const one of input.participants ?? []) users.push(await this.#needs.users.resolve(tx, appId, one))
      const order = users.map((user, index) => ({
        user,
        subscribe: input.participants?.[index]?.subscribeSDKClient === true,
      }))
      const held = new Map<string, User>()
      for (const { user } of order.toSorted((a, b) => (a.user.id < b.user.id ? -1 : 1)))
        held.set(user.id, await this.#needs.users.hold(tx, user))
      // As they are now that nobody can change them.
      const members = order.map(one => ({ ...one, user: held.get(one.user.id) ?? one.user }))
      const [first] = users
      if (input.type === 'personal' && first !== undefined && settings.multiConvoEnabled !== true)
        await this.#acceptOnlyOne(tx, first)
      return this.make(tx, { ...input, appId, members, creationReason: 'none' })
    })
  }

  /** Makes a conversation of users that are held. */
  async make(
    tx: Tx,
    input: Written & {
      readonly appId: string
      readonly type: Conversation['type']
      readonly members: readonly { readonly user: User; readonly subscribe: boolean }[]
      readonly creationReason: EventPayload<'conversation:create'>['creationReason']
      readonly source?: EventSource
    },
  ): Promise<Conversation> {
    const { ids, clock, participants } = this.#needs
    const now = clock.now()
    const [only] = input.type === 'personal' ? input.members : []
    const isFirst = only !== undefined && (await findDefault(tx, input.appId, only.user.id)) === undefined
    const born = {
      appId: input.appId,
      id: ids.next(),
      type: input.type,
      displayName: input.displayName ?? null,
      description: input.description ?? null,
      iconUrl: input.iconUrl ?? null,
      metadata: acceptMetadata(input.metadata ?? {}),
      defaultOf: isFirst ? only.user.id : null,
      seq: 0,
      lastUpdatedAt: now,
      createdAt: now,
    }
    await insertConversation(tx, born)
    const nobody = { switchboardId: undefined, active: undefined, pending: undefined }
    const made: Conversation = { ...born, messageTotal: 0, businessLastRead: null, control: nobody }
    for (const { user, subscribe } of input.members) await participants().add(tx, made, user, subscribe)
    const source = input.source ?? API
    return this.tell(tx, refOf(made), {
      type: 'conversation:create',
      source,
      userIds: input.members.map(({ user }) => user.id),
      payload: {
        creationReason: input.creationReason,
        source,
        ...(only === undefined ? {} : { user: presentUser(only.user) }),
      },
    })
  }

  async list(
    appId: string,
    of: { readonly userId?: string; readonly userExternalId?: string },
    page: PageRequest,
  ): Promise<Slice<Conversation>> {
    const { db, users } = this.#needs
    const user = await users.resolve(db.single, appId, of)
    return listConversationsOf(db.single, { appId, userId: user.id }, page)
  }

  async get(at: ConversationRef): Promise<Conversation> {
    return this.find(this.#needs.db.single, at)
  }

  async update(at: ConversationRef, input: Written): Promise<Conversation> {
    return this.#needs.db.transaction(async tx => {
      const before = await this.lock(tx, at)
      const after: Conversation = {
        ...before,
        displayName: input.displayName === undefined ? before.displayName : input.displayName,
        description: input.description === undefined ? before.description : input.description,
        iconUrl: input.iconUrl === undefined ? before.iconUrl : input.iconUrl,
        metadata: input.metadata === undefined ? before.metadata : acceptMetadata(input.metadata ?? {}),
      }
      await updateConversation(tx, after)
      return after
    })
  }

  async remove(at: ConversationRef): Promise<void> {
    await this.#needs.db.transaction(async tx => {
      const conversation = await this.lock(tx, at)
      if (conversation.defaultOf !== null)
        throw new ApiError(ConversationIsDefault, {
          titles: [`Conversation ${conversation.id} cannot be deleted because it is the default.`],
        })
      await this.erase(tx, conversation)
    })
  }

  /** Removes a conversation that is held, default or not. */
  async erase(tx: Tx, conversation: Conversation): Promise<void> {
    await this.tell(tx, refOf(conversation), { type: 'conversation:remove', payload: {} })
    for (const removed of this.onConversationRemoved) await removed(tx, refOf(conversation))
    await deleteConversation(tx, conversation)
  }

  /** Removes a conversation that was merged into another one, which tells of it. */
  async dissolve(tx: Tx, conversation: Conversation): Promise<void> {
    for (const removed of this.onConversationRemoved) await removed(tx, refOf(conversation))
    await deleteConversation(tx, conversation)
  }

  /** No channel is connected through which it could be done. @throws ApiError */
  async refuseUnconnected(at: ConversationRef): Promise<never> {
    await this.get(at)
    throw new ApiError(ChannelNotConnected)
  }

  /** @throws ApiError `conversation_not_found`, or `app_not_found` */
  async find(tx: Tx, at: ConversationRef): Promise<Conversation> {
    return (await findConversation(tx, at)) ?? this.missing(tx, at)
  }

  /** Holds the conversation until the transaction ends. @throws ApiError `conversation_not_found`, or `app_not_found` */
  async lock(tx: Tx, at: ConversationRef): Promise<Conversation> {
    return (await lockConversation(tx, at)) ?? this.missing(tx, at)
  }

  /** As {@link lock}, for a change of control: whoever would be active once something happens is so now. */
  async lockControl(tx: Tx, at: ConversationRef): Promise<Conversation> {
    return (await settleControl(tx, at)) ?? this.missing(tx, at)
  }

  /** Says that something happened in a conversation: settles who is active, and tells of it in the order of the conversation. */
  async tell(tx: Tx, at: ConversationRef, what: Happening): Promise<Conversation> {
    const conversation = (await takePlace(tx, at, what.source?.integrationId)) ?? (await this.missing(tx, at))
    return appendHappening(this.#needs, tx, conversation, what)
  }

  /** Leaves nobody in control, and tells of it. */
  async release(tx: Tx, at: ConversationRef, what: Happening): Promise<Conversation> {
    const conversation = (await takePlaceOfRelease(tx, at)) ?? (await this.missing(tx, at))
    return appendHappening(this.#needs, tx, conversation, what)
  }

  /** Sets who has control and who is offered it, by switchboard integration. */
  setControl(
    tx: Tx,
    conversation: Conversation,
    control: { activeId: string | null; pendingId: string | null },
  ): Promise<void> {
    return updateControl(tx, conversation, control)
  }

  markBusinessRead(tx: Tx, conversation: Conversation, at: Date): Promise<void> {
    return markBusinessRead(tx, conversation, at)
  }

  /** Conversations with messages in which nothing has happened between two times, held until the transaction ends. */
  listQuiet(
    tx: Tx,
    appId: string,
    between: { readonly since: Date; readonly until: Date },
    limit: number,
  ): Promise<string[]> {
    return listQuiet(tx, appId, between, limit)
  }

  /** Says that messages of another conversation have come, and how many places are taken now. */
  tookOver(
    tx: Tx,
    { appId, id }: Conversation,
    from: Conversation,
    places: { count: number; last: number },
  ): Promise<void> {
    return takeOver(tx, { appId, id }, from, places)
  }

  /** Says that messages are there no more. */
  forgetMessages(tx: Tx, at: ConversationRef, messages: number): Promise<void> {
    return countDown(tx, at, messages)
  }

  /** The default conversation of a user, if there is one. */
  findDefault(tx: Tx, { appId, id }: User): Promise<Conversation | undefined> {
    return findDefault(tx, appId, id)
  }

  /** Takes from a user the mark of having a default conversation, or gives it. */
  setDefaultOf(tx: Tx, conversation: Conversation, userId: string | null): Promise<void> {
    return updateConversation(tx, { ...conversation, defaultOf: userId })
  }

  /** Holds every conversation of an app. */
  holdAll(tx: Tx, appId: string): Promise<void> {
    return lockConversationsOf(tx, appId)
  }

  async removeOfApp(tx: Tx, appId: string): Promise<void> {
    await deleteConversationsOfApp(tx, appId)
  }

  async missing(tx: Tx, at: ConversationRef): Promise<never> {
    await this.#needs.apps.assertExists(tx, at.appId)
    throw new ApiError(ConversationNotFound)
  }

  async #acceptOnlyOne(tx: Tx, user: User): Promise<void> {
    if ((await findDefault(tx, user.appId, user.id)) !== undefined) throw new ApiError(OneConversationPerUser)
  }
}

const refOf = ({ appId, id }: Conversation): ConversationRef => ({ appId, conversationId: id })
