import {
  ApiError,
  InvalidRequest,
  OneSwitchboardPerApp,
  SwitchboardNeedsDefault,
  SwitchboardNotFound,
} from '@parhelion/contract'
import type { Db, Tx } from '../../db/tx.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import type { AppService } from '../apps/service.ts'
import type { Switchboard, SwitchboardRef } from './model.ts'
import {
  deleteSwitchboard,
  findSwitchboard,
  insertSwitchboard,
  listSwitchboards,
  lockSwitchboard,
  updateSwitchboard,
} from './store.ts'

/** Whether a switchboard has a switchboard integration of this id; asked to the right. */
export type HasMember = (tx: Tx, at: SwitchboardRef, switchboardIntegrationId: string) => Promise<boolean>

interface Needs {
  readonly db: Db
  readonly ids: Ids
  readonly clock: Clock
  readonly apps: AppService
  readonly hasMember: HasMember
}

/** The switchboard of an app: who is in control of a conversation. */
export class SwitchboardService {
  readonly #needs: Needs
  /** Run in the transaction that removes switchboards, before their rows go. */
  readonly onSwitchboardRemoved: ((tx: Tx, at: SwitchboardRef) => Promise<void>)[] = []

  constructor(needs: Needs) {
    this.#needs = needs
  }

  async create(appId: string): Promise<Switchboard> {
    const { db, ids, clock, apps } = this.#needs
    const switchboard: Switchboard = {
      appId,
      id: ids.next(),
      enabled: false,
      defaultSwitchboardIntegrationId: null,
      createdAt: clock.now(),
    }
    return db.transaction(async tx => {
      await apps.lock(tx, appId)
      if ((await listSwitchboards(tx, appId)).length > 0) throw new ApiError(OneSwitchboardPerApp)
      await insertSwitchboard(tx, switchboard)
      return switchboard
    })
  }

  async list(appId: string): Promise<Switchboard[]> {
    const { db, apps } = this.#needs
    const switchboards = await listSwitchboards(db.single, appId)
    if (switchboards.length === 0) await apps.assertExists(db.single, appId)
    return switchboards
  }

  /** An app has at most one. */
  async ofApp(tx: Tx, appId: string): Promise<Switchboard | undefined> {
    const [switchboard] = await listSwitchboards(tx, appId)
    return switchboard
  }

  async update(
    at: SwitchboardRef,
    input: { readonly enabled?: boolean; readonly defaultSwitchboardIntegrationId?: string },
  ): Promise<Switchboard> {
    return this.#needs.db.transaction(async tx => {
      const before = await this.lock(tx, at)
      const chosen = input.defaultSwitchboardIntegrationId
      if (chosen !== undefined && !(await this.#needs.hasMember(tx, at, chosen))) {
        const title =
          '.defaultSwitchboardIntegrationId: should be the id of a switchboard integration of this switchboard'
        throw new ApiError(InvalidRequest, { titles: [title] })
      }
      const after: Switchboard = {
        ...before,
        enabled: input.enabled ?? before.enabled,
        defaultSwitchboardIntegrationId: chosen ?? before.defaultSwitchboardIntegrationId,
      }
      if (after.enabled && after.defaultSwitchboardIntegrationId === null) throw new ApiError(SwitchboardNeedsDefault)
      await updateSwitchboard(tx, after)
      return after
    })
  }

  async remove(at: SwitchboardRef): Promise<void> {
    await this.#needs.db.transaction(async tx => {
      await this.lock(tx, at)
      await this.#removeRow(tx, at)
    })
  }

  async removeOfApp(tx: Tx, appId: string): Promise<void> {
    for (const { id } of await listSwitchboards(tx, appId)) {
      await lockSwitchboard(tx, { appId, switchboardId: id })
      await this.#removeRow(tx, { appId, switchboardId: id })
    }
  }

  /** @throws ApiError `switchboard_not_found`, or `app_not_found` when there is no such app either */
  async find(tx: Tx, at: SwitchboardRef): Promise<Switchboard> {
    return (await findSwitchboard(tx, at)) ?? this.#missing(tx, at)
  }

  /** As {@link find}, and holds the switchboard until the transaction ends. */
  async lock(tx: Tx, at: SwitchboardRef): Promise<Switchboard> {
    return (await lockSwitchboard(tx, at)) ?? this.#missing(tx, at)
  }

  async #missing(tx: Tx, at: SwitchboardRef): Promise<never> {
    await this.#needs.apps.assertExists(tx, at.appId)
    throw new ApiError(SwitchboardNotFound)
  }

  async #removeRow(tx: Tx, at: SwitchboardRef): Promise<void> {
    for (const removed of this.onSwitchboardRemoved) await removed(tx, at)
    await deleteSwitchboard(tx, at)
  }
}
