import { ApiError, ClientNotFound, InvalidRequest, type MatchCriteria, SdkClientStays } from '@parhelion/contract'
import type { Db, Tx } from '../../db/tx.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import type { PageRequest, Slice } from '../../lib/page.ts'
import type { Conversation } from '../conversations/model.ts'
import type { IntegrationService } from '../integrations/service.ts'
import type { User, UserRef } from '../users/model.ts'
import type { MergedUsers, MergeReport, UserService } from '../users/service.ts'
import { type Client, type Linking, SDK, withoutAddress } from './model.ts'
import { presentClient } from './present.ts'
import { acceptConfirmation, type Confirmation } from './service/confirmation.ts'
import { tellOfClient } from './service/telling.ts'
import {
  deleteClients,
  deleteClientsOfApp,
  findByExternalId,
  findIntegrationId,
  findSdkClient,
  hasActiveClient,
  insertClient,
  listAllClients,
  listClients,
  lockClient,
  updateClient,
} from './store.ts'

/** What clients ask of conversations, which stand to their right. */
export interface ClientConversations {
  find(tx: Tx, at: { readonly appId: string; readonly conversationId: string }): Promise<Conversation>
}

interface ClientInput {
  readonly matchCriteria: MatchCriteria
  readonly confirmation: Confirmation
  readonly target: { readonly conversationId: string }
}

interface Needs {
  readonly db: Db
  readonly ids: Ids
  readonly clock: Clock
  readonly users: UserService
  readonly integrations: IntegrationService
  readonly conversations: () => ClientConversations
}

/** The channels through which users can be reached. */
export class ClientService {
  readonly #needs: Needs
  /** Run in the transaction that removes clients, before their rows go. */
  readonly onClientsRemoved: ((tx: Tx, appId: string, clientIds: readonly string[]) => Promise<void>)[] = []

  /** Run in the transaction that makes one client of two, while both are there. */
  readonly onClientsMerged: ((tx: Tx, surviving: Client, discarded: Client) => Promise<void>)[] = []

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Pending until its channel has found the user, and the user agreed. */
  async create(at: UserRef, input: ClientInput): Promise<Client> {
    const { db, ids, clock, users, integrations, conversations } = this.#needs
    const { matchCriteria, confirmation, target } = input
    acceptConfirmation(confirmation)
    return db.transaction(async tx => {
      // The integration before the user, as channels do, so that neither waits for the other.
      const integration = await integrations.lock(tx, {
        appId: at.appId,
        integrationId: matchCriteria.integrationId,
      })
      const user = await users.lock(tx, at)
      if (integration.type !== matchCriteria.type)
        throw refuse(`.matchCriteria.integrationId: should be an integration of the type ${matchCriteria.type}`)
      const conversation = await conversations().find(tx, { appId: at.appId, ...target })
      const linking: Linking = {
        matchCriteria: { ...matchCriteria, primary: matchCriteria.primary ?? true },
        confirmation: { ...confirmation },
        conversationId: conversation.id,
      }
      const client = newClient(user, {
        id: ids.next(),
        type: integration.type,
        status: 'pending',
        integrationId: integration.id,
        linking,
        createdAt: clock.now(),
      })
      await insertClient(tx, client)
      await tellOfClient(this.#needs, tx, {
        user,
        client,
        conversation,
        change: { type: 'client:add', reason: 'channelLinking' },
      })
      return client
    })
  }

  async list(at: UserRef, page: PageRequest): Promise<Slice<Client>> {
    const { db, users } = this.#needs
    const user = await users.get(at)
    return listClients(db.single, { appId: user.appId, userId: user.id }, page)
  }

  async remove(at: UserRef & { readonly clientId: string }): Promise<void> {
    const { db, users } = this.#needs
    await db.transaction(async tx => {
      const user = await users.lock(tx, at)
      const client = await this.hold(tx, user, at.clientId)
      if (client.type === SDK) throw new ApiError(SdkClientStays)
      await this.#delete(tx, user.appId, [client.id])
      await tellOfClient(this.#needs, tx, { user, client, change: { type: 'client:remove', reason: 'api' } })
    })
  }

  /** The client of the user's SDKs, made where there is none. */
  async ensureSdkClient(tx: Tx, user: User): Promise<Client> {
    const { ids, clock } = this.#needs
    const at = { appId: user.appId, userId: user.id }
    const known = await findSdkClient(tx, at)
    if (known !== undefined) return known
    const now = clock.now()
    const client = newClient(user, {
      id: ids.next(),
      type: SDK,
      status: 'active',
      lastSeen: now,
      linkedAt: now,
      createdAt: now,
    })
    if (await insertClient(tx, client)) return client
    // Another transaction made it meanwhile.
    return (await findSdkClient(tx, at)) ?? client
  }

  /** The client by which a channel knows a user; undefined: nobody was heard of there by this id. */
  findByExternalId(
    tx: Tx,
    at: { appId: string; integrationId: string; externalId: string },
  ): Promise<Client | undefined> {
    return findByExternalId(tx, at)
  }

  async add(tx: Tx, user: User, input: Pick<Client, 'type'> & Partial<Client>): Promise<Client> {
    const { ids, clock } = this.#needs
    const now = clock.now()
    const client = newClient(user, {
      id: ids.next(),
      status: 'active',
      lastSeen: now,
      linkedAt: now,
      createdAt: now,
      ...input,
    })
    await insertClient(tx, client)
    return client
  }

  /** Holds a client of a user who is held. @throws ApiError `client_not_found` when it is not theirs, or no more */
  async hold(tx: Tx, user: User, clientId: string): Promise<Client> {
    const client = await lockClient(tx, { appId: user.appId, userId: user.id, clientId })
    if (client === undefined) throw new ApiError(ClientNotFound)
    return client
  }

  /** Says that the user was heard of through this client just now. */
  async touch(tx: Tx, client: Client): Promise<Client> {
    const touched = { ...client, lastSeen: this.#needs.clock.now() }
    await updateClient(tx, touched)
    return touched
  }

  async change(
    tx: Tx,
    user: User,
    clientId: string,
    reason: 'confirmed' | 'blocked' | 'unblocked' | 'matched',
    change: (before: Client) => Client,
  ): Promise<Client> {
    const before = await this.hold(tx, user, clientId)
    const after = change(before)
    await updateClient(tx, after)
    const conversationId = before.linking?.conversationId
    const conversation =
      conversationId === undefined
        ? undefined
        : await this.#needs.conversations().find(tx, { appId: user.appId, conversationId })
    await tellOfClient(this.#needs, tx, {
      user,
      client: after,
      conversation,
      change: { type: 'client:update', reason },
    })
    return after
  }

  findIntegrationId(tx: Tx, at: { appId: string; clientId: string }): Promise<string | undefined> {
    return findIntegrationId(tx, at)
  }

  /** Removes whatever is known in the channel by an id but one client, whose id it is. The integration is held. */
  async takeAway(tx: Tx, at: { appId: string; integrationId: string; externalId: string }, to: string): Promise<void> {
    const other = await findByExternalId(tx, at)
    if (other === undefined || other.id === to) return
    const user = await this.#needs.users.lock(tx, { ...at, userIdOrExternalId: other.userId, brandId: undefined })
    await this.#delete(tx, at.appId, [other.id])
    await tellOfClient(this.#needs, tx, { user, client: other, change: { type: 'client:remove', reason: 'theft' } })
  }

  /** Whether a user can be written to through an integration, or through one of a type. */
  reaches(
    tx: Tx,
    user: { readonly appId: string; readonly userId: string },
    by: { readonly integrationId: string } | { readonly integrationType: string },
  ): Promise<boolean> {
    return hasActiveClient(tx, user, by)
  }

  /** A client that a channel did not link: it goes, and its user is told why. */
  async fail(tx: Tx, user: User, clientId: string, reason: 'linkFailed' | 'linkCancelled'): Promise<Client> {
    const client = await this.hold(tx, user, clientId)
    await this.#delete(tx, user.appId, [client.id])
    await tellOfClient(this.#needs, tx, { user, client, change: { type: 'client:remove', reason } })
    return client
  }

  async listOf(tx: Tx, user: User): Promise<Client[]> {
    return listAllClients(tx, { appId: user.appId, userId: user.id })
  }

  /** Gives the clients of one user to another; SDKs of one user are one client. */
  async merge(tx: Tx, { surviving, discarded }: MergedUsers): Promise<MergeReport> {
    const clients = await this.listOf(tx, discarded)
    const sdk = clients.find(({ type }) => type === SDK)
    for (const client of clients) if (client !== sdk) await updateClient(tx, { ...client, userId: surviving.id })
    if (sdk === undefined) return {}
    const own = await findSdkClient(tx, { appId: surviving.appId, userId: surviving.id })
    if (own === undefined) {
      await updateClient(tx, { ...sdk, userId: surviving.id })
      return {}
    }
    for (const merged of this.onClientsMerged) await merged(tx, own, sdk)
    await this.#delete(tx, discarded.appId, [sdk.id])
    return { mergedClients: { surviving: presentClient(own), discarded: presentClient(sdk) } }
  }

  async removeOfUser(tx: Tx, user: User): Promise<void> {
    const clients = await this.listOf(tx, user)
    await this.#delete(
      tx,
      user.appId,
      clients.map(({ id }) => id),
    )
  }

  /** Forgets what the channels told of the user. */
  async eraseOfUser(tx: Tx, user: User): Promise<void> {
    for (const client of await this.listOf(tx, user))
      await updateClient(tx, {
        ...client,
        ...{ displayName: null, avatarUrl: null, info: null, raw: null },
        linking: client.linking && withoutAddress(client.linking),
      })
  }

  async removeOfApp(tx: Tx, appId: string): Promise<void> {
    await deleteClientsOfApp(tx, appId)
  }

  async #delete(tx: Tx, appId: string, ids: readonly string[]): Promise<void> {
    for (const removed of this.onClientsRemoved) await removed(tx, appId, ids)
    await deleteClients(tx, appId, ids)
  }
}

function newClient(
  { appId, id: userId }: User,
  input: Pick<Client, 'id' | 'type' | 'status' | 'createdAt'> & Partial<Client>,
): Client {
  return {
    integrationId: null,
    externalId: null,
    lastSeen: null,
    linkedAt: null,
    displayName: null,
    avatarUrl: null,
    info: null,
    raw: null,
    linking: null,
    ...input,
    appId,
    userId,
  }
}

const refuse = (title: string) => new ApiError(InvalidRequest, { titles: [title] })
