import type { AuthKey } from '../../auth/principal.ts'
import type { Db, Tx } from '../../db/tx.ts'
import type { Clock } from '../../lib/clock.ts'
import { type Ids, newKeySecret } from '../../lib/ids.ts'
import { type Seal, SealError } from '../../lib/seal.ts'
import { StartError } from '../../lib/start-error.ts'
import {
  findSealedSecret,
  hasKeys,
  insertAccount,
  lockAccount,
  lockForFirstStart,
  replaceSecrets,
  updateCheck,
  upsertKey,
} from './store.ts'

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
  /** Run in the transaction that changes the master key: each seals its secrets with the next one, and says how many. */
  readonly onMasterKeyChanged: ((tx: Tx, next: Seal) => Promise<number>)[] = []

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

  /**
   * Seals every secret of the installation, and the check value, with another master key. A server that starts meanwhile
   * waits, and is then refused with the old key.
   * @returns how many secrets there are
   */
  async changeMasterKey(next: Seal): Promise<number> {
    return this.#db.transaction(async tx => {
      await this.#account(tx)
      let secrets = 0
      for (const changed of this.onMasterKeyChanged) secrets += await changed(tx, next)
      secrets += await replaceSecrets(tx, key => this.#seal.reseal(key.secretSealed, placeOf(key.id), next))
      await updateCheck(tx, next.seal(CHECK_TEXT, CHECK_PLACE))
      return secrets
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
      assertMasterKey(this.#seal, account.masterKeyCheck)
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

/** @throws StartError when the check value of the account was made with another master key */
export function assertMasterKey(seal: Seal, check: string): void {
  try {
    seal.open(check, CHECK_PLACE)
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    throw new StartError(
      'The master key is not the one the secrets in this database are sealed with; give the right one in PARHELION_MASTER_KEY or in the file master-key of the data folder',
    )
  }
}

const placeOf = (keyId: string) => `account_keys/${keyId}`
