import type { Db, Tx } from '../../db/tx.ts'
import { deleteEntries, findAppId, insertEntry } from './store.ts'

/** The one look-up that cannot start with the app: from a key id to the app that holds the key. */
export class KeyIndex {
  readonly #db: Db

  constructor(needs: { db: Db }) {
    this.#db = needs.db
  }

  add(tx: Tx, entry: { keyId: string; appId: string }): Promise<void> {
    return insertEntry(tx, entry)
  }

  remove(tx: Tx, keyIds: readonly string[]): Promise<void> {
    return deleteEntries(tx, keyIds)
  }

  appOf(keyId: string): Promise<string | undefined> {
    return findAppId(this.#db.single, keyId)
  }
}
