import { createHash } from 'node:crypto'
import {
  ApiError,
  type Author as AuthorInput,
  IdempotencyKeyReused,
  InvalidRequest,
  limits,
  MessageLimitReached,
  MessageMetadataTooLarge,
  type MessagePost,
  metadataBytes,
  NotFound,
  type Content as WireContent,
} from '@parhelion/contract'
import type { Db, Tx } from '../../db/tx.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import type { PageRequest, Slice } from '../../lib/page.ts'
import type { AppService } from '../apps/service.ts'
import type { ClientService } from '../clients/service.ts'
import type { ConversationRef } from '../conversations/model.ts'
import type { ConversationService } from '../conversations/service.ts'
import type { ParticipantService } from '../participants/service.ts'
import type { User } from '../users/model.ts'
import type { UserService } from '../users/service.ts'
import type { MessageAppender } from './append.ts'
import { businessPicture, userAuthor } from './content/author.ts'
import type { Media } from './content/media.ts'
import { prepareContents } from './content/prepare.ts'
import {
  type Appended,
  type Author,
  type Content,
  type Details,
  type Message,
  mediaUrlsOf,
  type NewMessage,
  type Source,
} from './model.ts'
import { tellMessage } from './present.ts'
import {
  claimKey,
  deleteMessage,
  deleteMessagesOf,
  deleteMessagesOfApp,
  deletePostedBefore,
  eraseAuthor,
  findMessages,
  findPosted,
  listMessages,
  moveAuthor,
  updateContent,
} from './store.ts'

const API: Source = { type: 'api:conversations' }
/** For so long a post is not written again under the same key. */
const KEY_MS = 24 * 60 * 60 * 1000

interface Needs {
  readonly db: Db
  readonly ids: Ids
  readonly clock: Clock
  readonly apps: AppService
  readonly users: UserService
  readonly clients: ClientService
  readonly conversations: ConversationService
  readonly participants: ParticipantService
  readonly appender: MessageAppender
  /** What is known of a file that was uploaded here. */
  readonly mediaOf: (appId: string, url: string) => Promise<Media | undefined>
  /** Messages that a conversation may hold. */
  readonly messagesMax: number
}

/** A message ready to be written, with the user who wrote it. */
interface Draft {
  readonly author: Author
  readonly user: User | undefined
  readonly content: Content
  readonly source: Source
  readonly details?: Details
  readonly delivery?: object
}

/** What is written in conversations. */
export class MessageService {
  readonly #needs: Needs
  /** Run in the transaction that removes messages, with the addresses of the files they showed. */
  readonly onMessagesRemoved: ((tx: Tx, at: ConversationRef, mediaUrls: readonly string[]) => Promise<void>)[] = []

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** @param key names the post: sent again within a day it is not written again */
  async post(at: ConversationRef, input: MessagePost, key: string | undefined): Promise<Message[]> {
    const drafts = await this.#drafts(at, input)
    const messages = drafts.map(draft => this.#newMessage(at, draft))
    if (key !== undefined) return this.#postOnce(at, messages, { key, bodyHash: hashOf(input) })
    const [only, ...others] = messages
    if (only === undefined) return []
    if (others.length === 0) return [await this.#placed(only, await this.#needs.appender.append(only))]
    return this.#needs.db.transaction(tx => this.#postAll(tx, messages))
  }

  /** Writes what a user sends through a channel, in a transaction of the caller's. */
  async receive(tx: Tx, at: ConversationRef, draft: Omit<Draft, 'author'> & { readonly user: User }): Promise<Message> {
    const { settings } = await this.#needs.apps.read(at.appId)
    const author = userAuthor({ type: 'user' }, draft.user, settings.useAnimalNames === true)
    const [message] = await this.#postAll(tx, [this.#newMessage(at, { ...draft, author })])
    if (message === undefined) throw new Error('a message that was received is not there')
    return message
  }

  async list(at: ConversationRef, page: PageRequest): Promise<Slice<Message>> {
    const { db, conversations } = this.#needs
    const list = await listMessages(db.single, at, page)
    if (list.items.length === 0) await conversations.find(db.single, at)
    return list
  }

  /** @throws ApiError `not_found` */
  async find(tx: Tx, at: ConversationRef, messageId: string): Promise<Message> {
    const [message] = await findMessages(tx, at, [messageId])
    if (message === undefined) throw new ApiError(NotFound)
    return message
  }

  changeContent(tx: Tx, message: Message): Promise<void> {
    return updateContent(tx, message)
  }

  async remove(at: ConversationRef & { readonly messageId: string }): Promise<void> {
    const { db, conversations, participants } = this.#needs
    await db.transaction(async tx => {
      await conversations.lock(tx, at)
      const message = await deleteMessage(tx, at, at.messageId)
      if (message === undefined) throw new ApiError(NotFound)
      await participants.forgetUnread(tx, at, message.seq)
      await conversations.forgetMessages(tx, at, 1)
      await this.#removed(tx, at, mediaUrlsOf(message.content))
    })
  }

  async removeAll(at: ConversationRef): Promise<void> {
    const { db, conversations } = this.#needs
    await db.transaction(async tx => {
      await conversations.lock(tx, at)
      await this.clear(tx, at)
    })
  }

  /** Removes all messages of a conversation that is held. */
  async clear(tx: Tx, at: ConversationRef): Promise<void> {
    const { conversations, participants } = this.#needs
    const { count, mediaUrls } = await deleteMessagesOf(tx, at)
    await this.#removed(tx, at, mediaUrls)
    await participants.forgetUnread(tx, at, 'all')
    await conversations.forgetMessages(tx, at, count)
  }

  async removeOfConversation(tx: Tx, at: ConversationRef): Promise<void> {
    const { mediaUrls } = await deleteMessagesOf(tx, at)
    await this.#removed(tx, at, mediaUrls)
  }

  async removeOfApp(tx: Tx, appId: string): Promise<void> {
    await deleteMessagesOfApp(tx, appId)
  }

  async eraseOfUser(tx: Tx, { appId, id }: User): Promise<void> {
    await eraseAuthor(tx, appId, id)
  }

  async moveOfUser(tx: Tx, from: User, to: User): Promise<void> {
    await moveAuthor(tx, from.appId, from.id, to.id)
  }

  /** Forgets the keys of posts that nobody can repeat any more. */
  async sweep(tx: Tx): Promise<void> {
    await deletePostedBefore(tx, new Date(this.#needs.clock.now().getTime() - KEY_MS))
  }

  async #removed(tx: Tx, at: ConversationRef, mediaUrls: readonly string[]): Promise<void> {
    for (const removed of this.onMessagesRemoved) await removed(tx, at, mediaUrls)
  }

  async #drafts(at: ConversationRef, input: MessagePost): Promise<Draft[]> {
    const { apps, mediaOf } = this.#needs
    const { author, metadata, override, schema } = input
    if (metadata != null && metadataBytes(metadata) > limits.metadataBytes) throw new ApiError(MessageMetadataTooLarge)
    const { settings } = await apps.read(at.appId)
    const contents = await prepareContents(input.content, {
      author: author.type,
      schema,
      maskCreditCardNumbers: settings.maskCreditCardNumbers === true,
      mediaOf: url => mediaOf(at.appId, url),
    })
    const destination = await this.#acceptDestination(at, input)
    const { user, shown } = await this.#authorOf(at, author, settings.useAnimalNames === true)
    const delivery = { ...(destination && { destination }), ...(override && { override }), ...(schema && { schema }) }
    return contents.map((content: WireContent) => ({
      author: shown,
      user,
      content,
      source: API,
      details: metadata == null || Object.keys(metadata).length === 0 ? {} : { metadata },
      ...(Object.keys(delivery).length === 0 ? {} : { delivery }),
    }))
  }

  async #authorOf(
    at: ConversationRef,
    author: AuthorInput,
    animals: boolean,
  ): Promise<{ user: User | undefined; shown: Author }> {
    const { db, users } = this.#needs
    if (author.type === 'user') {
      if (author.subtypes !== undefined) throw refuse('.author.subtypes: are only for authors of the type business')
      const user = await users.resolve(db.single, at.appId, author)
      return { user, shown: userAuthor(author, user, animals) }
    }
    if (author.userId !== undefined || author.userExternalId !== undefined)
      throw refuse('.author: should name a user only with the type user')
    const { type, subtypes, displayName, avatarUrl = businessPicture } = author
    const name = displayName === undefined ? {} : { displayName }
    return { user: undefined, shown: { type, ...(subtypes && { subtypes }), ...name, avatarUrl } }
  }

  /** Only the business chooses a channel, and only where there is one user, who has to be there. */
  async #acceptDestination(at: ConversationRef, { author, destination }: MessagePost) {
    if (destination === undefined) return undefined
    const { integrationId, integrationType } = destination
    if ((integrationId === undefined) === (integrationType === undefined))
      throw refuse('.destination: should have exactly one of integrationId and integrationType')
    if (author.type !== 'business') throw refuse('.destination: is only for authors of the type business')
    const { db, conversations, participants, clients } = this.#needs
    const conversation = await conversations.find(db.single, at)
    if (conversation.type !== 'personal') throw refuse('.destination: is only for personal conversations')
    const chosen = integrationId === undefined ? { integrationType: integrationType ?? '' } : { integrationId }
    if (integrationType === 'none') return chosen
    const [userId = ''] = await participants.listUserIds(db.single, at)
    if (!(await clients.reaches(db.single, { appId: at.appId, userId }, chosen)))
      throw refuse('.destination: should be an integration through which the user can be reached')
    return chosen
  }

  #newMessage(at: ConversationRef, draft: Draft): NewMessage {
    const { ids, clock } = this.#needs
    const { author, user, content, source, details = {}, delivery = null } = draft
    const message = {
      appId: at.appId,
      conversationId: at.conversationId,
      id: ids.next(),
      author,
      content,
      source,
      details,
    }
    return { ...message, delivery, eventId: ids.next(), told: tellMessage(message, user), postedAt: clock.now() }
  }

  /** All of them, or none. */
  async #postAll(tx: Tx, messages: readonly NewMessage[]): Promise<Message[]> {
    const appended = await this.#needs.appender.appendIn(tx, messages)
    const placed: Message[] = []
    for (const [index, message] of messages.entries()) placed.push(await this.#placed(message, appended[index]))
    return placed
  }

  async #postOnce(
    at: ConversationRef,
    messages: readonly NewMessage[],
    { key, bodyHash }: { readonly key: string; readonly bodyHash: Buffer },
  ): Promise<Message[]> {
    const { db, clock, conversations } = this.#needs
    const now = clock.now()
    const times = { now, forgotten: new Date(now.getTime() - KEY_MS) }
    return db.transaction(async tx => {
      await conversations.find(tx, at)
      const messageIds = messages.map(({ id }) => id)
      if (await claimKey(tx, { ...at, key }, { bodyHash, messageIds }, times)) return this.#postAll(tx, messages)
      const before = await findPosted(tx, { ...at, key })
      if (before === undefined || !before.bodyHash.equals(bodyHash)) throw new ApiError(IdempotencyKeyReused)
      return findMessages(tx, at, before.messageIds)
    })
  }

  async #placed(message: NewMessage, appended: Appended | undefined): Promise<Message> {
    const { db, conversations, messagesMax } = this.#needs
    switch (appended?.outcome) {
      case 'posted':
        return { ...message, seq: appended.seq, received: appended.received }
      case 'stranger':
        throw refuse('.author: should be a participant of the conversation')
      case 'full':
        throw new ApiError(MessageLimitReached, {
          titles: [`Message limit of ${messagesMax} per conversation reached.`],
        })
      default:
        return conversations.missing(db.single, message)
    }
  }
}

const hashOf = (body: object): Buffer => createHash('sha256').update(JSON.stringify(body)).digest()

const refuse = (title: string) => new ApiError(InvalidRequest, { titles: [title] })
