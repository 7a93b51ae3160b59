import { createHash } from 'node:crypto'
import {
  ApiError,
  IdempotencyKeyReused,
  InvalidRequest,
  MessageLimitReached,
  type MessagePost,
  NotFound,
  type Content as WireContent,
} from '@parhelion/contract'
import type { Db, Tx } from '../../db/tx.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import type { PageRequest, Slice } from '../../lib/page.ts'
import type { AppService } from '../apps/service.ts'
import type { ClientService } from '../clients/service.ts'
import type { Conversation, ConversationRef } from '../conversations/model.ts'
import type { ConversationService } from '../conversations/service.ts'
import type { ParticipantService } from '../participants/service.ts'
import type { User } from '../users/model.ts'
import type { MergedUsers, MergeReport, UserService } from '../users/service.ts'
import type { MessageAppender } from './append.ts'
import { userAuthor } from './content/author.ts'
import type { Media } from './content/media.ts'
import { type Appended, type Content, type Details, type Message, mediaUrlsOf, type NewMessage } from './model.ts'
import { presentMessage, tellMessage } from './present.ts'
import { type Draft, Drafts } from './service/drafts.ts'
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
  moveMessages,
  updateContent,
} from './store.ts'

/** Conversations of one app in one transaction; the rest has its turn the next time. */
const RETIRED_AT_ONCE = 100
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

/** What is written in conversations. */
export class MessageService {
  readonly #needs: Needs
  readonly #drafts: Drafts
  /** Run in the transaction that removes messages, with the addresses of the files they showed. */
  readonly onMessagesRemoved: ((tx: Tx, at: ConversationRef, mediaUrls: readonly string[]) => Promise<void>)[] = []

  constructor(needs: Needs) {
    this.#needs = needs
    this.#drafts = new Drafts(needs)
  }

  /** @param key names the post: sent again within a day it is not written again */
  async post(at: ConversationRef, input: MessagePost, key: string | undefined): Promise<Message[]> {
    const drafts = await this.#drafts.read(at, input)
    const messages = drafts.map(draft => this.#newMessage(at, draft))
    if (key !== undefined) return this.#postOnce(at, messages, { key, bodyHash: hashOf(input) })
    const [only, ...others] = messages
    if (only === undefined) return []
    if (others.length === 0) return [await this.#placed(only, await this.#needs.appender.append(only))]
    return this.#needs.db.transaction(tx => this.#postAll(tx, messages))
  }

  /** What a user sends through a channel, as it is kept. @throws ApiError `bad_request` for what a user cannot send */
  async readReceived(appId: string, content: WireContent): Promise<Content> {
    return this.#drafts.readReceived(appId, content)
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

  /** Takes an answer to a form as given: the form is submitted, and the answer quotes it. @throws ApiError `bad_request` */
  async answerForm(tx: Tx, at: ConversationRef, messageId: string): Promise<Details> {
    const [form] = await findMessages(tx, at, [messageId])
    if (form?.content.type !== 'form') throw refuse('.content.fields: should quote a form of the conversation')
    if (form.content.submitted === true) throw refuse('.content.fields: the form was answered before')
    const submitted = { ...form, content: { ...form.content, submitted: true } }
    await updateContent(tx, submitted)
    return { quotedMessage: { type: 'message', message: presentMessage(submitted) } }
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

  /** Removes the messages of conversations that were quiet for as long as their app says. */
  async retire(tx: Tx): Promise<void> {
    const { apps, conversations, clock } = this.#needs
    const now = clock.now().getTime()
    for (const { appId, since, seconds } of await apps.listRetaining(tx)) {
      const until = new Date(now - seconds * 1000)
      const quiet = await conversations.listQuiet(tx, appId, { since, until }, RETIRED_AT_ONCE)
      for (const conversationId of quiet) await this.clear(tx, { appId, conversationId })
    }
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

  /** What one user wrote, another one wrote from now on. */
  async merge(tx: Tx, { surviving, discarded }: MergedUsers): Promise<MergeReport> {
    await moveAuthor(tx, surviving.appId, discarded.id, surviving.id)
    return {}
  }

  /** Gives the messages of one conversation to another. */
  async mergeConversations(tx: Tx, surviving: Conversation, discarded: Conversation): Promise<void> {
    const places = await moveMessages(tx, surviving.appId, discarded, surviving)
    await this.#needs.conversations.tookOver(tx, surviving, discarded, places)
  }

  /** Forgets the keys of posts that nobody can repeat any more. */
  async sweep(tx: Tx): Promise<void> {
    await deletePostedBefore(tx, new Date(this.#needs.clock.now().getTime() - KEY_MS))
  }

  async #removed(tx: Tx, at: ConversationRef, mediaUrls: readonly string[]): Promise<void> {
    for (const removed of this.onMessagesRemoved) await removed(tx, at, mediaUrls)
  }

  #newMessage(at: ConversationRef, draft: Draft): NewMessage {
    const { ids, clock } = this.#needs
    const { author, user, client, content, source, details = {}, delivery = null } = draft
    const message = {
      appId: at.appId,
      conversationId: at.conversationId,
      id: ids.next(),
      author,
      content,
      source,
      details,
    }
    const told = tellMessage(message, { user, client })
    return { ...message, delivery, eventId: ids.next(), told, postedAt: clock.now() }
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
