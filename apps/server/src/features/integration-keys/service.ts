import { ApiError, KeysOnlyForCustom, limits, NotFound, TooManyKeys } from '@parhelion/contract'
import type { KeyRing } from '../../auth/key-ring.ts'
import type { AuthKey } from '../../auth/principal.ts'
import type { Db, Tx } from '../../db/tx.ts'
import type { Clock } from '../../lib/clock.ts'
import { type Ids, newKeySecret } from '../../lib/ids.ts'
import type { Seal } from '../../lib/seal.ts'
import type { IntegrationRef } from '../integrations/model.ts'
import type { IntegrationService } from '../integrations/service.ts'
import type { KeyIndex } from '../key-index/service.ts'
import type { IntegrationKey, SealedIntegrationKey } from './model.ts'
import {
  countKeys,
  deleteKey,
  deleteKeysOf,
  findKey,
  findKeyOfApp,
  insertKey,
  listKeys,
  replaceSecrets,
} from './store.ts'

type KeyRef = IntegrationRef & { readonly keyId: string }

interface Needs {
  readonly db: Db
  readonly ids: Ids
  readonly clock: Clock
  readonly seal: Seal
  readonly integrations: IntegrationService
  readonly index: KeyIndex
  readonly keys: KeyRing
}

/** Keys that speak for one custom integration, at most 10 for each. */
export class IntegrationKeyService {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  async create(at: IntegrationRef, input: { readonly displayName: string }): Promise<IntegrationKey> {
    const { db, ids, clock, seal, integrations, index, keys } = this.#needs
    const key: IntegrationKey = {
      id: `int_${ids.next()}`,
      displayName: input.displayName,
      secret: newKeySecret(),
      createdAt: clock.now(),
    }
    await db.transaction(async (tx, finish) => {
      // A connection answers in order: the keys are counted once the integration is held, with no round trip between.
      const [{ type }, count] = await Promise.all([integrations.lock(tx, at), countKeys(tx, at)])
      if (type !== 'custom') throw new ApiError(KeysOnlyForCustom)
      if (count >= limits.integrationKeys) throw new ApiError(TooManyKeys)
      const secretSealed = seal.seal(key.secret, placeOf(at.appId, key.id))
      finish(index.add(tx, { keyId: key.id, appId: at.appId }), insertKey(tx, at, { ...key, secretSealed }))
    })
    keys.forget(key.id)
    return key
  }

  /** In a transaction that holds the integration. */
  async createIn(tx: Tx, at: IntegrationRef, displayName: string): Promise<IntegrationKey> {
    const { ids, clock, seal, index } = this.#needs
    const key = { id: `int_${ids.next()}`, displayName, secret: newKeySecret(), createdAt: clock.now() }
    await index.add(tx, { keyId: key.id, appId: at.appId })
    await insertKey(tx, at, { ...key, secretSealed: seal.seal(key.secret, placeOf(at.appId, key.id)) })
    return key
  }

  async findIn(tx: Tx, appId: string, keyId: string): Promise<IntegrationKey | undefined> {
    const key = await findKeyOfApp(tx, appId, keyId)
    return key && this.#unseal(appId, key)
  }

  /** In a transaction of the caller's, who drops the key afterwards. */
  async removeIn(tx: Tx, at: KeyRef): Promise<void> {
    await deleteKey(tx, at)
    await this.#needs.index.remove(tx, [at.keyId])
  }

  async list(at: IntegrationRef): Promise<IntegrationKey[]> {
    const { db, integrations } = this.#needs
    const keys = await listKeys(db.single, at)
    if (keys.length === 0) {
      const { type } = await integrations.find(db.single, at)
      if (type !== 'custom') throw new ApiError(KeysOnlyForCustom)
    }
    return keys.map(key => this.#unseal(at.appId, key))
  }

  async get(at: KeyRef): Promise<IntegrationKey> {
    const { db, integrations } = this.#needs
    const key = await findKey(db.single, at)
    if (key !== undefined) return this.#unseal(at.appId, key)
    await integrations.find(db.single, at)
    throw new ApiError(NotFound)
  }

  async remove(at: KeyRef): Promise<void> {
    const { db, integrations, index, keys } = this.#needs
    await db.transaction(async tx => {
      await integrations.lock(tx, at)
      if (!(await deleteKey(tx, at))) throw new ApiError(NotFound)
      await index.remove(tx, [at.keyId])
    })
    keys.drop(principal => principal.keyId === at.keyId)
  }

  async removeOf(tx: Tx, appId: string, integrationIds: readonly string[]): Promise<void> {
    await this.#needs.index.remove(tx, await deleteKeysOf(tx, appId, integrationIds))
  }

  /** Seals every secret with another master key. How many there are. */
  reseal(tx: Tx, next: Seal): Promise<number> {
    return replaceSecrets(tx, key => this.#needs.seal.reseal(key.secretSealed, placeOf(key.appId, key.id), next))
  }

  async findForAuth(keyId: string): Promise<AuthKey | undefined> {
    const { db, index } = this.#needs
    const appId = await index.appOf(keyId)
    if (appId === undefined) return undefined
    const key = await findKeyOfApp(db.single, appId, keyId)
    if (key === undefined) return undefined
    const { integrationId } = key
    return { principal: { scope: 'integration', keyId, appId, integrationId }, secret: this.#unseal(appId, key).secret }
  }

  #unseal(appId: string, { id, displayName, secretSealed, createdAt }: SealedIntegrationKey): IntegrationKey {
    return { id, displayName, createdAt, secret: this.#needs.seal.open(secretSealed, placeOf(appId, id)) }
  }
}

const placeOf = (appId: string, keyId: string) => `integration_keys/${appId}/${keyId}`
