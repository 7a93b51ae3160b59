import { ApiError, Forbidden, NotFound } from '@parhelion/contract'
import type { KeyRing } from '../../auth/key-ring.ts'
import type { AccountPrincipal, AuthKey } from '../../auth/principal.ts'
import type { Db, Tx } from '../../db/tx.ts'
import type { Clock } from '../../lib/clock.ts'
import { type Ids, newKeySecret } from '../../lib/ids.ts'
import type { Seal } from '../../lib/seal.ts'
import type { ServiceAccount } from './model.ts'
import {
  deleteServiceAccount,
  findByKey,
  insertServiceAccount,
  listServiceAccounts,
  lockServiceAccount,
  replaceSecrets,
} from './store.ts'

/** Service accounts, each with one key; only the account itself may see or change them. */
export class ServiceAccountService {
  readonly #db: Db
  readonly #ids: Ids
  readonly #clock: Clock
  readonly #seal: Seal
  readonly #keys: KeyRing
  /** Run in the transaction that removes a service account, before its row goes. */
  readonly onServiceAccountRemoved: ((tx: Tx, serviceAccountId: string) => Promise<void>)[] = []

  constructor(needs: { db: Db; ids: Ids; clock: Clock; seal: Seal; keys: KeyRing }) {
    this.#db = needs.db
    this.#ids = needs.ids
    this.#clock = needs.clock
    this.#seal = needs.seal
    this.#keys = needs.keys
  }

  async create(
    by: AccountPrincipal,
    input: { readonly displayName: string },
  ): Promise<{ account: ServiceAccount; secret: string }> {
    refuseServiceAccounts(by)
    const keyId = `svc_${this.#ids.next()}`
    const secret = newKeySecret()
    const account: ServiceAccount = {
      id: this.#ids.next(),
      displayName: input.displayName,
      keyId,
      secretSealed: this.#seal.seal(secret, placeOf(keyId)),
      createdAt: this.#clock.now(),
    }
    await insertServiceAccount(this.#db.single, account)
    return { account, secret }
  }

  async list(by: AccountPrincipal): Promise<ServiceAccount[]> {
    refuseServiceAccounts(by)
    return listServiceAccounts(this.#db.single)
  }

  async remove(by: AccountPrincipal, id: string): Promise<void> {
    refuseServiceAccounts(by)
    await this.#db.transaction(async tx => {
      if (!(await lockServiceAccount(tx, id))) throw new ApiError(NotFound)
      for (const removed of this.onServiceAccountRemoved) await removed(tx, id)
      await deleteServiceAccount(tx, id)
    })
    this.#keys.drop(principal => principal.scope === 'account' && principal.serviceAccountId === id)
  }

  /** Seals every secret with another master key. How many there are. */
  reseal(tx: Tx, next: Seal): Promise<number> {
    return replaceSecrets(tx, one => this.#seal.reseal(one.secretSealed, placeOf(one.keyId), next))
  }

  async findForAuth(keyId: string): Promise<AuthKey | undefined> {
    const account = await findByKey(this.#db.single, keyId)
    if (account === undefined) return undefined
    return {
      principal: { scope: 'account', keyId, serviceAccountId: account.id },
      secret: this.#seal.open(account.secretSealed, placeOf(keyId)),
    }
  }
}

function refuseServiceAccounts(by: AccountPrincipal): void {
  if (by.serviceAccountId !== undefined) throw new ApiError(Forbidden, { log: 'service account on service accounts' })
}

const placeOf = (keyId: string) => `service_accounts/${keyId}`
