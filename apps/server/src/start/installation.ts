import type { Pool } from 'pg'
import type { App } from '../app.ts'
import type { Config } from '../config.ts'
import { migrate } from '../db/migrate.ts'
import { Seal, sealedWith } from '../lib/seal.ts'
import type { Credential, CredentialsFile } from './credentials.ts'
import { readMasterKey } from './master-key.ts'

/**
 * Brings the schema up to date and finds the key that opens its secrets.
 * @throws StartError when either cannot be
 */
export async function openInstallation(config: Config, pool: Pool): Promise<Seal> {
  await migrate(pool)
  const { rows } = await pool.query<{ check: string }>('select master_key_check as check from accounts')
  return new Seal(await readMasterKey(config, rows[0] && sealedWith(rows[0].check)))
}

/**
 * Sees to it that there is an account key: the configured one, else the one on file, else a new one.
 * @returns the key, if this installation knows its secret, and whether it was made just now
 */
export async function prepareAccountKey(
  { services }: App,
  { accountKey }: Config,
  file: CredentialsFile,
): Promise<{ readonly key: Credential | undefined; readonly made: boolean }> {
  const known = accountKey ?? (await file.read()).account
  let made: Credential | undefined
  await services.accountKeys.prepare(known, async key => {
    made = key
    await file.add({ account: key })
  })
  return { key: known ?? made, made: made !== undefined }
}
