import {
  ApiError,
  type Author as AuthorInput,
  InvalidRequest,
  limits,
  MessageMetadataTooLarge,
  type MessagePost,
  metadataBytes,
  type Content as WireContent,
} from '@parhelion/contract'
import type { Db } from '../../../db/tx.ts'
import type { AppService } from '../../apps/service.ts'
import type { Client } from '../../clients/model.ts'
import type { ClientService } from '../../clients/service.ts'
import type { ConversationRef } from '../../conversations/model.ts'
import type { ConversationService } from '../../conversations/service.ts'
import type { ParticipantService } from '../../participants/service.ts'
import type { User } from '../../users/model.ts'
import type { UserService } from '../../users/service.ts'
import { businessPicture, userAuthor } from '../content/author.ts'
import type { Media } from '../content/media.ts'
import { prepareContents, prepareFormResponse } from '../content/prepare.ts'
import type { Author, Content, Details, Source } from '../model.ts'

const API: Source = { type: 'api:conversations' }

interface Needs {
  readonly db: Db
  readonly apps: AppService
  readonly users: UserService
  readonly clients: ClientService
  readonly conversations: ConversationService
  readonly participants: ParticipantService
  readonly mediaOf: (appId: string, url: string) => Promise<Media | undefined>
}

/** A message ready to be written, with the user who wrote it. */
export interface Draft {
  readonly author: Author
  readonly user: User | undefined
  /** Through which the user was heard. */
  readonly client?: Client
  readonly content: Content
  readonly source: Source
  readonly details?: Details
  readonly delivery?: object
}

/** Reads what is posted: who writes, what, and where it is sent. */
export class Drafts {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** @throws ApiError `bad_request` for what a message may not say, or from nobody known to nobody reached */
  async read(at: ConversationRef, input: MessagePost): Promise<Draft[]> {
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

  /** What a user sends through a channel: anything that a user may post, and answers to forms. */
  async readReceived(appId: string, content: WireContent): Promise<Content> {
    const { apps, mediaOf } = this.#needs
    const { settings } = await apps.read(appId)
    const masks = settings.maskCreditCardNumbers === true
    if (content.type === 'formResponse') return prepareFormResponse(content, masks)
    const [only] = await prepareContents(content, {
      author: 'user',
      schema: undefined,
      maskCreditCardNumbers: masks,
      mediaOf: url => mediaOf(appId, url),
    })
    if (only === undefined) throw refuse('.content: says nothing')
    return only
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
}

const refuse = (title: string) => new ApiError(InvalidRequest, { titles: [title] })
