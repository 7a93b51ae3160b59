import {
  ApiError,
  InvalidRequest,
  limits,
  metadataBytes,
  UserExists,
  UserMetadataTooLarge,
  UserNotFound,
} from '@parhelion/contract'
import type { Db, Tx } from '../../db/tx.ts'
import { eraseUserFromEvents, shareEventsOfUser } from '../../events/erase.ts'
import { appendEvent } from '../../events/outbox.ts'
import type { Job, JobQueue } from '../../jobs/queue.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import type { AppService } from '../apps/service.ts'
import { type Metadata, mergeProfile, mergeUsers, type ProfileInput, type User, type UserRef } from './model.ts'
import { presentUser, presentUserBriefly } from './present.ts'
import {
  deleteUser,
  deleteUsersOfApp,
  findByExternalId,
  findById,
  findRemoving,
  findUser,
  insertUser,
  listUsersByIdentity,
  lockUser,
  lockUsersOf,
  markRemoving,
  updateUser,
} from './store.ts'

const REMOVE = 'user:remove'

interface UserInput {
  readonly signedUpAt?: string
  readonly toBeRetained?: boolean
  readonly profile?: ProfileInput
  /** Null clears. */
  readonly metadata?: Metadata | null
}

type NewUser = UserInput & { readonly externalId?: string; readonly brandId?: string | null }

/** What follows from a merge beside the users themselves, as its event tells it. */
export interface MergeReport {
  readonly mergedConversations?: object
  readonly mergedClients?: object
}

export interface MergedUsers {
  readonly surviving: User
  readonly discarded: User
}

/** A user as bodies name it: by our id, or by theirs in a brand. */
export interface NamedUser {
  readonly userId?: string
  readonly userExternalId?: string
  readonly brandId?: string | null
}

interface Needs {
  readonly db: Db
  readonly ids: Ids
  readonly clock: Clock
  readonly apps: AppService
  readonly jobs: JobQueue
}

/** The people who write. */
export class UserService {
  readonly #needs: Needs
  /** Run in the transaction that removes a user for good, before its row goes. */
  readonly onUserRemoved: ((tx: Tx, user: User) => Promise<void>)[] = []
  /** Run in the transaction that erases what is known of a user. */
  readonly onUserErased: ((tx: Tx, user: User) => Promise<void>)[] = []
  /** Run in the transaction that makes one user of two, while both are there. */
  readonly onUsersMerged: ((tx: Tx, users: MergedUsers) => Promise<MergeReport>)[] = []

  constructor(needs: Needs) {
    this.#needs = needs
    needs.jobs.handle(REMOVE, (tx, job) => this.#finishRemoval(tx, job))
  }

  async create(appId: string, input: NewUser): Promise<User> {
    return this.#needs.db.transaction(tx => this.add(tx, appId, input))
  }

  async add(tx: Tx, appId: string, input: NewUser): Promise<User> {
    const { ids, clock, apps } = this.#needs
    const now = clock.now()
    const user: User = {
      appId,
      id: ids.next(),
      externalId: input.externalId ?? null,
      brandId: input.brandId ?? null,
      authenticated: false,
      signedUpAt: input.signedUpAt === undefined ? now : new Date(input.signedUpAt),
      toBeRetained: input.toBeRetained ?? null,
      profile: mergeProfile({}, input.profile ?? {}),
      metadata: acceptMetadata(input.metadata ?? {}),
      identities: [],
      createdAt: now,
    }
    await apps.assertExists(tx, appId)
    if (!(await insertUser(tx, user))) throw new ApiError(UserExists)
    return user
  }

  async listByEmail(appId: string, email: string, brandId: string | undefined): Promise<User[]> {
    const { db, apps } = this.#needs
    const users = await listUsersByIdentity(db.single, appId, { type: 'email', value: email }, brandId)
    if (users.length === 0) await apps.assertExists(db.single, appId)
    return users
  }

  async get(at: UserRef): Promise<User> {
    const { single } = this.#needs.db
    return (await findUser(single, at)) ?? this.#missing(single, at)
  }

  /** Adds what is sent to what is there. */
  async update(at: UserRef, input: UserInput): Promise<User> {
    return this.#needs.db.transaction(async tx => {
      const before = await this.lock(tx, at)
      const metadata = input.metadata === null ? {} : { ...before.metadata, ...input.metadata }
      const after: User = {
        ...before,
        signedUpAt: input.signedUpAt === undefined ? before.signedUpAt : new Date(input.signedUpAt),
        toBeRetained: input.toBeRetained ?? before.toBeRetained,
        profile: mergeProfile(before.profile, input.profile ?? {}),
        metadata: acceptMetadata(metadata),
      }
      await updateUser(tx, after)
      return after
    })
  }

  /** Takes the user away at once; the rest is a job, which ends in the event `user:remove`. */
  async remove(at: UserRef): Promise<void> {
    const { db, jobs } = this.#needs
    await db.transaction(async tx => {
      const user = await this.lock(tx, at)
      await markRemoving(tx, user)
      await jobs.enqueue(tx, { kind: REMOVE, appId: user.appId, payload: { userId: user.id } })
    })
    jobs.wake()
  }

  async erase(at: UserRef): Promise<User> {
    return this.#needs.db.transaction(async tx => {
      const before = await this.lock(tx, at)
      await eraseUserFromEvents(tx, before)
      for (const erased of this.onUserErased) await erased(tx, before)
      const after: User = { ...before, profile: {}, metadata: {} }
      await updateUser(tx, after)
      return after
    })
  }

  /** Says that the user has proven an identity, and so who they are. */
  async identify(
    appId: string,
    userId: string,
    identity: { readonly type: string; readonly value: string },
  ): Promise<User> {
    const { db, ids, clock } = this.#needs
    return db.transaction(async tx => {
      const before = await this.lock(tx, { appId, userIdOrExternalId: userId, brandId: undefined })
      const others = before.identities.filter(({ type, value }) => type !== identity.type || value !== identity.value)
      const after: User = {
        ...before,
        authenticated: true,
        identities: [...others, { ...identity, verification: 'sso' }],
      }
      await updateUser(tx, after)
      await appendEvent(tx, {
        appId,
        id: ids.next(),
        type: 'user:update',
        orderedBy: after.id,
        userIds: [after.id],
        payload: { user: presentUser(after), reason: 'authentication', source: { type: 'api:conversations' } },
        createdAt: clock.now(),
      })
      return after
    })
  }

  /** Makes one user of two. @throws ApiError `bad_request` when both names mean the same user */
  async merge(at: UserRef, named: NamedUser): Promise<User> {
    const { db, ids, clock } = this.#needs
    return db.transaction(async tx => {
      const [one, other] = [await this.#named(tx, at), await this.resolve(tx, at.appId, named)]
      if (one.id === other.id) throw new ApiError(InvalidRequest, { titles: ['.discarded: should be another user'] })
      // Held in one order, so that two merges of the same users do not wait for each other.
      const held = new Map<string, User>()
      for (const user of [one, other].sort((a, b) => (a.id < b.id ? -1 : 1)))
        held.set(user.id, await this.hold(tx, user))
      const users = { surviving: held.get(one.id) ?? one, discarded: held.get(other.id) ?? other }
      const { user, discardedMetadata } = mergeUsers(users.surviving, users.discarded)
      const reports: MergeReport[] = []
      for (const merged of this.onUsersMerged) reports.push(await merged(tx, users))
      await shareEventsOfUser(tx, users.discarded, user)
      await deleteUser(tx, users.discarded)
      await updateUser(tx, user)
      await appendEvent(tx, {
        appId: at.appId,
        id: ids.next(),
        type: 'user:merge',
        orderedBy: user.id,
        userIds: [user.id, users.discarded.id],
        payload: {
          mergedUsers: { surviving: presentUser(user), discarded: presentUser(users.discarded) },
          ...Object.assign({}, ...reports),
          ...(Object.keys(discardedMetadata).length === 0 ? {} : { discardedMetadata }),
          reason: 'api',
        },
        createdAt: clock.now(),
      })
      return user
    })
  }

  async #named(tx: Tx, at: UserRef): Promise<User> {
    return (await findUser(tx, at)) ?? this.#missing(tx, at)
  }

  /** There is no directory yet in which a user could be known. */
  async synchronize(appId: string): Promise<User> {
    const { db, apps } = this.#needs
    await apps.assertExists(db.single, appId)
    throw new ApiError(UserNotFound)
  }

  /**
   * The user that is named in one of two ways.
   * @throws ApiError `bad_request` unless exactly one of them is there; `user_not_found`, or `app_not_found`
   */
  async resolve(tx: Tx, appId: string, named: NamedUser): Promise<User> {
    const { userId, userExternalId, brandId } = named
    if ((userId === undefined) === (userExternalId === undefined))
      throw new ApiError(InvalidRequest, { titles: ['should have exactly one of userId and userExternalId'] })
    const found =
      userId === undefined
        ? await findByExternalId(tx, { appId, externalId: userExternalId ?? '', brandId: brandId ?? undefined })
        : await findById(tx, appId, userId)
    return found ?? this.#missing(tx, { appId, userIdOrExternalId: '', brandId: undefined })
  }

  /** Holds a user that was read until the transaction ends. @throws ApiError `user_not_found` when it went meanwhile */
  async hold(tx: Tx, { appId, id }: User): Promise<User> {
    return this.lock(tx, { appId, userIdOrExternalId: id, brandId: undefined })
  }

  /** Holds every user of an app; others may still refer to them. */
  holdAll(tx: Tx, appId: string): Promise<void> {
    return lockUsersOf(tx, appId)
  }

  async removeOfApp(tx: Tx, appId: string): Promise<void> {
    await deleteUsersOfApp(tx, appId)
  }

  /** Holds the user until the transaction ends. @throws ApiError `user_not_found`, or `app_not_found` */
  async lock(tx: Tx, at: UserRef): Promise<User> {
    return (await lockUser(tx, at)) ?? this.#missing(tx, at)
  }

  async #missing(tx: Tx, at: UserRef): Promise<never> {
    await this.#needs.apps.assertExists(tx, at.appId)
    throw new ApiError(UserNotFound)
  }

  async #finishRemoval(tx: Tx, { appId, payload }: Job): Promise<void> {
    const { ids, clock } = this.#needs
    const user = await findRemoving(tx, appId, payload.userId ?? '')
    // Its app went meanwhile, and took it along.
    if (user === undefined) return
    for (const removed of this.onUserRemoved) await removed(tx, user)
    await deleteUser(tx, user)
    await appendEvent(tx, {
      appId,
      id: ids.next(),
      type: REMOVE,
      orderedBy: user.id,
      userIds: [user.id],
      payload: { user: presentUserBriefly(user) },
      createdAt: clock.now(),
    })
  }
}

function acceptMetadata(metadata: Metadata): Metadata {
  if (metadataBytes(metadata) > limits.metadataBytes) throw new ApiError(UserMetadataTooLarge)
  return metadata
}
