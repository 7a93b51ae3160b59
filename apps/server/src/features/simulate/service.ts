import {
  type ActivityPost,
  ApiError,
  type Content,
  InvalidRequest,
  type Metadata,
  UserNotFound,
} from '@parhelion/contract'
import type { Db, Tx } from '../../db/tx.ts'
import type { ActivityService } from '../activities/service.ts'
import type { AppService } from '../apps/service.ts'
import type { Client } from '../clients/model.ts'
import type { ClientService } from '../clients/service.ts'
import type { ConversationService } from '../conversations/service.ts'
import type { Device } from '../devices/model.ts'
import type { DeviceService } from '../devices/service.ts'
import type { Integration } from '../integrations/model.ts'
import type { IntegrationService } from '../integrations/service.ts'
import type { Message } from '../messages/model.ts'
import type { MessageService } from '../messages/service.ts'
import type { ParticipantService } from '../participants/service.ts'
import type { ProfileInput, User } from '../users/model.ts'
import { presentUser } from '../users/present.ts'
import type { UserService } from '../users/service.ts'

/** Integrations of these types are SDKs, which are one client of the user together. */
const SDKS = new Set(['android', 'ios', 'unity', 'web'])

interface Needs {
  readonly db: Db
  readonly apps: AppService
  readonly integrations: IntegrationService
  readonly users: UserService
  readonly clients: ClientService
  readonly devices: DeviceService
  readonly conversations: ConversationService
  readonly participants: ParticipantService
  readonly messages: MessageService
  readonly activities: ActivityService
}

interface SimulatedMessage {
  readonly integrationId: string
  readonly userId?: string
  readonly externalId?: string
  readonly profile?: ProfileInput
  readonly conversationId?: string
  readonly content: Content
}

interface Doing {
  readonly userId: string
  readonly conversationId: string
  readonly integrationId?: string
}

/** What users do through channels and SDKs, told by hand. */
export class SimulationService {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** A user writes; who is new to the channel becomes a user with a conversation. */
  async message(
    appId: string,
    input: SimulatedMessage,
  ): Promise<{ message: Message; userId: string; clientId: string }> {
    const { db, integrations, participants, messages } = this.#needs
    const content = await messages.readReceived(appId, input.content)
    return db.transaction(async tx => {
      const integration = await integrations.lock(tx, { appId, integrationId: input.integrationId })
      const { user, client } = await this.#author(tx, integration, input)
      const source = { type: sourceOf(integration), integrationId: integration.id }
      const at = { appId, conversationId: input.conversationId ?? (await this.#ownConversation(tx, user, source)) }
      const participant = await participants.findOf(tx, at, user)
      await participants.associate(tx, participant, client)
      const answered = quotedBy(input.content)
      const details = answered === undefined ? {} : await messages.answerForm(tx, at, answered)
      const message = await messages.receive(tx, at, { user, client, content, source, details })
      return { message, userId: user.id, clientId: client.id }
    })
  }

  /** A user taps a button. */
  async postback(
    appId: string,
    input: Doing & { readonly payload: string; readonly text?: string; readonly metadata?: Metadata | null },
  ): Promise<void> {
    const { db, apps, conversations, participants, messages } = this.#needs
    const { settings } = await apps.get(appId)
    await db.transaction(async tx => {
      const { user, at, source } = await this.#doing(tx, appId, input)
      await participants.findOf(tx, at, user)
      const postback = { payload: input.payload, ...(input.metadata == null ? {} : { metadata: input.metadata }) }
      await conversations.tell(tx, at, {
        type: 'conversation:postback',
        source,
        userIds: [user.id],
        payload: { postback, user: presentUser(user), source },
      })
      const content = { type: 'text', text: input.text ?? input.payload, payload: input.payload }
      if (settings.echoPostback === true) await messages.receive(tx, at, { user, content, source })
    })
  }

  async activity(appId: string, input: Doing & { readonly type: ActivityPost['type'] }): Promise<void> {
    const { db, activities } = this.#needs
    await db.transaction(async tx => {
      const { user, at, source } = await this.#doing(tx, appId, input)
      await activities.ofUser(tx, at, user, { type: input.type, source })
    })
  }

  async device(
    appId: string,
    input: Pick<Device, 'userId' | 'integrationId' | 'type' | 'guid'> & { readonly info?: Device['info'] },
  ): Promise<Device> {
    const { db, integrations, devices } = this.#needs
    return db.transaction(async tx => {
      const user = await this.#user(tx, appId, input.userId)
      const integration = await integrations.find(tx, { appId, integrationId: input.integrationId })
      if (!SDKS.has(integration.type)) throw refuse('.integrationId: should be the integration of an SDK')
      const { type, guid, integrationId, info = null } = input
      return devices.add(tx, user, { type, guid, integrationId, info })
    })
  }

  async identity(
    appId: string,
    input: { readonly userId: string; readonly type: string; readonly value: string },
  ): Promise<User> {
    return this.#needs.users.identify(appId, input.userId, { type: input.type, value: input.value })
  }

  /** A channel tells what became of a client. */
  async linking(
    appId: string,
    input: {
      readonly userId: string
      readonly clientId: string
      readonly outcome: 'matched' | 'confirmed' | 'linkFailed' | 'linkCancelled' | 'blocked' | 'unblocked'
      readonly externalId?: string
    },
  ): Promise<Client> {
    const { db, clients, integrations, participants } = this.#needs
    const { outcome, clientId, externalId } = input
    return db.transaction(async tx => {
      const integrationId = await clients.findIntegrationId(tx, { appId, clientId })
      // Before the user: one of the channel's users after the other.
      if (integrationId !== undefined) await integrations.lock(tx, { appId, integrationId })
      const user = await this.#user(tx, appId, input.userId)
      if (outcome === 'linkFailed' || outcome === 'linkCancelled') return clients.fail(tx, user, clientId, outcome)
      const isFound = outcome === 'matched' || outcome === 'confirmed'
      if (isFound && integrationId !== undefined && externalId !== undefined)
        await clients.takeAway(tx, { appId, integrationId, externalId }, clientId)
      const client = await clients.change(tx, user, clientId, outcome, before => {
        if (!isFound) return { ...before, status: outcome === 'blocked' ? 'blocked' : 'active' }
        return {
          ...before,
          externalId: externalId ?? before.externalId,
          ...(outcome === 'confirmed'
            ? { status: 'active' as const, linkedAt: before.linkedAt ?? before.createdAt }
            : {}),
        }
      })
      const conversationId = client.linking?.conversationId
      if (outcome === 'confirmed' && conversationId !== undefined)
        await participants.associate(tx, await participants.findOf(tx, { appId, conversationId }, user), client)
      return client
    })
  }

  async #doing(tx: Tx, appId: string, { userId, conversationId, integrationId }: Doing) {
    const user = await this.#user(tx, appId, userId)
    const integration =
      integrationId === undefined ? undefined : await this.#needs.integrations.find(tx, { appId, integrationId })
    const source =
      integration === undefined ? { type: 'sdk' } : { type: sourceOf(integration), integrationId: integration.id }
    return { user, at: { appId, conversationId }, source }
  }

  async #author(tx: Tx, integration: Integration, input: SimulatedMessage): Promise<{ user: User; client: Client }> {
    const { appId, id: integrationId } = integration
    const { users, clients } = this.#needs
    const { externalId, userId, profile = {} } = input
    if ((externalId === undefined) === (userId === undefined))
      throw refuse('should have exactly one of userId and externalId')
    const known =
      externalId === undefined ? undefined : await clients.findByExternalId(tx, { appId, integrationId, externalId })
    const named = userId ?? known?.userId
    const user = named === undefined ? await users.add(tx, appId, { profile }) : await this.#user(tx, appId, named)
    if (known !== undefined) return { user, client: await clients.touch(tx, await clients.hold(tx, user, known.id)) }
    if (SDKS.has(integration.type) && externalId === undefined)
      return { user, client: await clients.touch(tx, await clients.ensureSdkClient(tx, user)) }
    const type = SDKS.has(integration.type) ? 'sdk' : integration.type
    return {
      user,
      client: await clients.add(tx, user, { type, integrationId, externalId: externalId ?? `simulated-${user.id}` }),
    }
  }

  /** The default conversation of a user, made with the first message. */
  async #ownConversation(tx: Tx, user: User, source: { type: string; integrationId: string }): Promise<string> {
    const { conversations } = this.#needs
    const known = await conversations.findDefault(tx, user)
    if (known !== undefined) return known.id
    const members = [{ user, subscribe: false }]
    const made = await conversations.make(tx, {
      appId: user.appId,
      type: 'personal',
      members,
      creationReason: 'message',
      source,
    })
    return made.id
  }

  async #user(tx: Tx, appId: string, userId: string): Promise<User> {
    const user = await this.#needs.users.lock(tx, { appId, userIdOrExternalId: userId, brandId: undefined })
    if (user.id !== userId) throw new ApiError(UserNotFound)
    return user
  }
}

/** The form that an answer names, in any of its fields. */
function quotedBy({ type, fields }: Content): string | undefined {
  if (type !== 'formResponse' || !Array.isArray(fields)) return undefined
  return fields.map(({ quotedMessageId }) => quotedMessageId).find(id => typeof id === 'string')
}

/** Channels are called by the type of their integration; what has no channel, by `sdk`'s own type. */
const sourceOf = ({ type }: Integration): string => type

const refuse = (title: string) => new ApiError(InvalidRequest, { titles: [title] })
