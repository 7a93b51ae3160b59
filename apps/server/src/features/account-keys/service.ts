import type { AuthKey } from '../../auth/principal.ts'
import type { Db, Tx } from '../../db/tx.ts'
import type { Clock } from '../../lib/clock.ts'
import { type Ids, newKeySecret } from '../../lib/ids.ts'
import { type Seal, SealError } from '../../lib/seal.ts'
import { StartError } from '../../lib/start-error.ts'
import { findSealedSecret, hasKeys, insertAccount, lockAccount, lockForFirstStart, upsertKey } from './store.ts'

export interface AccountKey {
  readonly id: string
  readonly secret: string
}

const CHECK_PLACE = 'accounts/master_key_check'
const CHECK_TEXT = 'parhelion'

/** The account of the installation and its keys. */
export class AccountKeyService {
  readonly #db: Db
  readonly #ids: Ids
  readonly #clock: Clock
  readonly #seal: Seal

  constructor(needs: { db: Db; ids: Ids; clock: Clock; seal: Seal }) {
    this.#db = needs.db
    this.#ids = needs.ids
    this.#clock = needs.clock
    this.#seal = needs.seal
  }

  /**
   * Sees to it that the account exists, that the master key is the one its secrets are sealed with, and that there is a key.
   * @param given a key that has to exist; its secret replaces a stored one
   * @param save keeps a key that is made because there is none; it runs before the commit, so that no key can be stored
   *   whose secret nobody has
   * @throws StartError when the master key is another one
   */
  async prepare(given: AccountKey | undefined, save: (made: AccountKey) => Promise<void>): Promise<void> {
    await this.#db.transaction(async tx => {
      const accountId = await this.#account(tx)
      if (given !== undefined) {
        if ((await this.#secretOf(tx, given.id)) !== given.secret) await this.#store(tx, accountId, given)
      } else if (!(await hasKeys(tx))) {
        const made = { id: `act_${this.#ids.next()}`, secret: newKeySecret() }
        await save(made)
        await this.#store(tx, accountId, made)
      }
    })
  }

  async findForAuth(keyId: string): Promise<AuthKey | undefined> {
    const secret = await this.#secretOf(this.#db.single, keyId)
    return secret === undefined
      ? undefined
      : { principal: { scope: 'account', keyId, serviceAccountId: undefined }, secret }
  }

  async #account(tx: Tx): Promise<string> {
    await lockForFirstStart(tx)
    const account = await lockAccount(tx)
    if (account !== undefined) {
      this.#assertMasterKey(account.masterKeyCheck)
      return account.id
    }
    const made = {
      id: this.#ids.next(),
      masterKeyCheck: this.#seal.seal(CHECK_TEXT, CHECK_PLACE),
      createdAt: this.#clock.now(),
    }
    await insertAccount(tx, made)
    return made.id
  }

  #assertMasterKey(check: string): void {
    try {
      this.#seal.open(check, CHECK_PLACE)
    } catch (error) {
      if (!(error instanceof SealError)) throw error
      throw new StartError(
        'The master key is not the one the secrets in this database are sealed with; give the right one in PARHELION_MASTER_KEY or in the file master-key of the data folder',
      )
    }
  }

  async #secretOf(tx: Tx, keyId: string): Promise<string | undefined> {
    const sealed = await findSealedSecret(tx, keyId)
    return sealed && this.#seal.open(sealed, placeOf(keyId))
  }

  async #store(tx: Tx, accountId: string, key: AccountKey): Promise<void> {
    await upsertKey(tx, {
      id: key.id,
      accountId,
      displayName: 'Account key',
      secretSealed: this.#seal.seal(key.secret, placeOf(key.id)),
      createdAt: this.#clock.now(),
    })
  }
}

const placeOf = (keyId: string) => `account_keys/${keyId}`
