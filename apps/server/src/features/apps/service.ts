import {
  ApiError,
  AppNotFound,
  ForeignServiceAccount,
  InvalidRequest,
  limits,
  MetadataTooLarge,
  metadataBytes,
  Unauthorized,
} from '@parhelion/contract'
import type { KeyRing } from '../../auth/key-ring.ts'
import type { AccountPrincipal } from '../../auth/principal.ts'
import { GaveWay, ReferenceGone } from '../../db/errors.ts'
import type { Db, Tx } from '../../db/tx.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import type { PageRequest, Slice } from '../../lib/page.ts'
import { Recent } from '../../lib/recent.ts'
import { type App, brokenRule, DEFAULT_SETTINGS, mergeSettings, type Settings } from './model.ts'
import {
  beginRetention,
  deleteApp,
  deleteGrantsOf,
  findApp,
  hasGrant,
  insertApp,
  insertGrant,
  listApps,
  listRetaining,
  lockApp,
  updateApp,
} from './store.ts'

type OfApp = (tx: Tx, appId: string) => Promise<void>

const ATTEMPTS_MAX = 5

interface AppChange {
  readonly settings?: Settings
  /** Null clears it. */
  readonly metadata?: Readonly<Record<string, string | number | boolean>> | null
}

/** Apps: the tenants of the installation. */
export class AppService {
  readonly #db: Db
  readonly #ids: Ids
  readonly #clock: Clock
  readonly #keys: KeyRing
  readonly #recent: Recent<App>
  /** Holds what others write to in an app, so that they wait, in the order in which most of them hold it themselves. */
  readonly holds: OfApp[] = []
  /** Run in the transaction that empties an app: what people wrote goes, and who they are. */
  readonly onAppEmptied: OfApp[] = []
  /** Run in the transaction that removes an app, once it is empty and before its row goes. */
  readonly onAppRemoved: OfApp[] = []

  constructor(needs: { db: Db; ids: Ids; clock: Clock; keys: KeyRing }) {
    this.#db = needs.db
    this.#ids = needs.ids
    this.#clock = needs.clock
    this.#keys = needs.keys
    this.#recent = new Recent({ clock: needs.clock, ttlMs: 1000, max: 10_000 })
  }

  /** A service account is granted the apps it makes. */
  async create(
    by: Pick<AccountPrincipal, 'serviceAccountId'>,
    input: AppChange & { readonly displayName: string },
  ): Promise<App> {
    const app: App = {
      id: this.#ids.next(),
      displayName: input.displayName,
      settings: changeSettings(DEFAULT_SETTINGS, input.settings),
      metadata: acceptMetadata(input.metadata ?? undefined),
      createdAt: this.#clock.now(),
    }
    const { serviceAccountId } = by
    return this.#db.transaction(async tx => {
      await insertApp(tx, app)
      await this.#retain(tx, {}, app)
      if (serviceAccountId !== undefined) await grant(tx, { appId: app.id, serviceAccountId })
      return app
    })
  }

  /** @throws ApiError when a service account is asked for that is not the one that calls */
  async list(
    by: AccountPrincipal,
    filter: { readonly serviceAccountId: string | undefined },
    page: PageRequest,
  ): Promise<Slice<App>> {
    if (filter.serviceAccountId !== undefined && filter.serviceAccountId !== by.serviceAccountId) {
      throw new ApiError(ForeignServiceAccount)
    }
    return listApps(this.#db.single, by.serviceAccountId, page)
  }

  async get(appId: string): Promise<App> {
    return found(await findApp(this.#db.single, appId))
  }

  /** As {@link get}, from memory for at most a second: other processes learn of a change within that second. */
  async read(appId: string): Promise<App> {
    return this.#recent.read(appId, () => this.get(appId))
  }

  async update(appId: string, input: AppChange & { readonly displayName?: string }): Promise<App> {
    const updated = await this.#db.transaction(async tx => {
      const before = found(await lockApp(tx, appId))
      const app: App = {
        ...before,
        displayName: input.displayName ?? before.displayName,
        settings: changeSettings(before.settings, input.settings),
        metadata: input.metadata === undefined ? before.metadata : acceptMetadata(input.metadata ?? undefined),
      }
      await updateApp(tx, app)
      await this.#retain(tx, before.settings, app)
      return app
    })
    this.#recent.drop(appId)
    return updated
  }

  async remove(appId: string): Promise<void> {
    await this.#empty(appId, async tx => {
      for (const removed of this.onAppRemoved) await removed(tx, appId)
      await deleteApp(tx, appId)
    })
    this.#recent.drop(appId)
    this.#keys.drop(principal => principal.scope !== 'account' && principal.appId === appId)
  }

  /** Takes everything that people wrote, and the people; what was set up stays. */
  async reset(appId: string): Promise<void> {
    await this.#empty(appId, async () => undefined)
  }

  /** Empties an app and does what follows, in one transaction; of writers that hold each other up one gives way. */
  async #empty(appId: string, then: (tx: Tx) => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#db.transaction(async tx => {
          // First what is there, since its writers may still have to ask for the app; then nobody can add to it; then
          // what was added meanwhile.
          for (const hold of this.holds) await hold(tx, appId)
          found(await lockApp(tx, appId))
          for (const hold of this.holds) await hold(tx, appId)
          for (const emptied of this.onAppEmptied) await emptied(tx, appId)
          await then(tx)
        })
      } catch (error) {
        if (!(error instanceof GaveWay) || attempt >= ATTEMPTS_MAX) throw error
      }
    }
  }

  /** Whether a service account was granted an app. */
  mayUse(serviceAccountId: string, appId: string): Promise<boolean> {
    return hasGrant(this.#db.single, { appId, serviceAccountId })
  }

  removeGrantsOf(tx: Tx, serviceAccountId: string): Promise<void> {
    return deleteGrantsOf(tx, serviceAccountId)
  }

  /** @throws ApiError `app_not_found` */
  async assertExists(tx: Tx, appId: string): Promise<void> {
    found(await findApp(tx, appId))
  }

  /** Apps whose messages are removed from conversations in which nothing happens. */
  listRetaining(tx: Tx): Promise<{ appId: string; since: Date; seconds: number }[]> {
    return listRetaining(tx)
  }

  async #retain(tx: Tx, before: Settings, { id, settings }: App): Promise<void> {
    const { conversationRetentionSeconds: seconds } = settings
    if (seconds !== undefined && seconds !== before.conversationRetentionSeconds)
      await beginRetention(tx, id, this.#clock.now())
  }

  /** @throws ApiError `app_not_found` */
  async find(tx: Tx, appId: string): Promise<App> {
    return found(await findApp(tx, appId))
  }

  /** Holds the app until the transaction ends. @throws ApiError `app_not_found` */
  async lock(tx: Tx, appId: string): Promise<void> {
    found(await lockApp(tx, appId))
  }
}

/** @throws ApiError when the service account was removed since it was asked who calls */
async function grant(tx: Tx, to: { readonly appId: string; readonly serviceAccountId: string }): Promise<void> {
  await insertGrant(tx, to).catch(error => {
    throw error instanceof ReferenceGone ? new ApiError(Unauthorized, { log: error.message }) : error
  })
}

function found(app: App | undefined): App {
  if (app === undefined) throw new ApiError(AppNotFound)
  return app
}

/** @throws ApiError when the settings together break a rule */
function changeSettings(before: Settings, input: Settings | undefined): Settings {
  const next = mergeSettings(before, input ?? {})
  const broken = brokenRule(before, next)
  if (broken !== undefined) throw new ApiError(InvalidRequest, { titles: [broken] })
  return next
}

function acceptMetadata(metadata: App['metadata']): App['metadata'] {
  if (metadata !== undefined && metadataBytes(metadata) > limits.metadataBytes) throw new ApiError(MetadataTooLarge)
  return metadata
}
