import { ApiError, limits, NotFound, TooManyKeys } from '@parhelion/contract'
import type { KeyRing } from '../../auth/key-ring.ts'
import type { AuthKey } from '../../auth/principal.ts'
import type { Db, Tx } from '../../db/tx.ts'
import type { Clock } from '../../lib/clock.ts'
import { type Ids, newKeySecret } from '../../lib/ids.ts'
import type { Seal } from '../../lib/seal.ts'
import type { AppService } from '../apps/service.ts'
import type { KeyIndex } from '../key-index/service.ts'
import type { AppKey, SealedAppKey } from './model.ts'
import { countKeys, deleteKey, deleteKeysOfApp, findKey, insertKey, listKeys, replaceSecrets } from './store.ts'

/** Keys of app scope, at most 10 for each app. */
export class AppKeyService {
  readonly #db: Db
  readonly #ids: Ids
  readonly #clock: Clock
  readonly #seal: Seal
  readonly #apps: AppService
  readonly #index: KeyIndex
  readonly #keys: KeyRing

  constructor(needs: { db: Db; ids: Ids; clock: Clock; seal: Seal; apps: AppService; index: KeyIndex; keys: KeyRing }) {
    this.#db = needs.db
    this.#ids = needs.ids
    this.#clock = needs.clock
    this.#seal = needs.seal
    this.#apps = needs.apps
    this.#index = needs.index
    this.#keys = needs.keys
  }

  async create(appId: string, input: { readonly displayName: string }): Promise<AppKey> {
    const key: AppKey = {
      id: `app_${this.#ids.next()}`,
      displayName: input.displayName,
      secret: newKeySecret(),
      createdAt: this.#clock.now(),
    }
    await this.#db.transaction(async tx => {
      await this.#apps.lock(tx, appId)
      if ((await countKeys(tx, appId)) >= limits.appKeys) throw new ApiError(TooManyKeys)
      await this.#index.add(tx, { keyId: key.id, appId })
      await insertKey(tx, appId, { ...key, secretSealed: this.#seal.seal(key.secret, placeOf(appId, key.id)) })
    })
    this.#keys.forget(key.id)
    return key
  }

  async list(appId: string): Promise<AppKey[]> {
    const keys = await listKeys(this.#db.single, appId)
    if (keys.length === 0) await this.#apps.assertExists(this.#db.single, appId)
    return keys.map(key => this.#unseal(appId, key))
  }

  async get(appId: string, keyId: string): Promise<AppKey> {
    const key = await findKey(this.#db.single, appId, keyId)
    if (key !== undefined) return this.#unseal(appId, key)
    await this.#apps.assertExists(this.#db.single, appId)
    throw new ApiError(NotFound)
  }

  async remove(appId: string, keyId: string): Promise<void> {
    await this.#db.transaction(async tx => {
      await this.#apps.lock(tx, appId)
      if (!(await deleteKey(tx, appId, keyId))) throw new ApiError(NotFound)
      await this.#index.remove(tx, [keyId])
    })
    this.#keys.drop(principal => principal.keyId === keyId)
  }

  async removeOfApp(tx: Tx, appId: string): Promise<void> {
    await this.#index.remove(tx, await deleteKeysOfApp(tx, appId))
  }

  /** Seals every secret with another master key. How many there are. */
  reseal(tx: Tx, next: Seal): Promise<number> {
    return replaceSecrets(tx, key => this.#seal.reseal(key.secretSealed, placeOf(key.appId, key.id), next))
  }

  async findForAuth(keyId: string): Promise<AuthKey | undefined> {
    const appId = await this.#index.appOf(keyId)
    const key = appId && (await findKey(this.#db.single, appId, keyId))
    return key && appId
      ? { principal: { scope: 'app', keyId, appId }, secret: this.#unseal(appId, key).secret }
      : undefined
  }

  #unseal(appId: string, { secretSealed, ...key }: SealedAppKey): AppKey {
    return { ...key, secret: this.#seal.open(secretSealed, placeOf(appId, key.id)) }
  }
}

const placeOf = (appId: string, keyId: string) => `app_keys/${appId}/${keyId}`
