import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { createApp } from '../app.ts'
import { lockDataDir } from '../db/data-dir.ts'
import { Seal } from '../lib/seal.ts'
import { StartError } from '../lib/start-error.ts'
import { openDatabase, SERVER_NAME } from '../start/database.ts'
import { openInstallation } from '../start/installation.ts'
import { newMasterKey, readMasterKey, replaceMasterKey } from '../start/master-key.ts'
import type { Context, Outcome } from './context.ts'

/**
 * Seals every secret with another master key: the one given, else a new one, which then takes the place of the old one in
 * its file. With a key from the environment the operator gives both.
 * @throws StartError while a server runs on the installation, when there is none, or no new key where one must be given
 */
export async function rotate({ config, newMasterKey: given, log }: Context): Promise<Outcome> {
  if (config.masterKey !== undefined && given === undefined) {
    throw new StartError(
      'PARHELION_NEW_MASTER_KEY is required: the master key comes from PARHELION_MASTER_KEY, so there is no file for a new one (openssl rand -base64 32)',
    )
  }
  if (config.databaseUrl === undefined && !existsSync(join(config.dataDir, 'postgres', 'data'))) {
    throw new StartError(`There is nothing in ${config.dataDir}: name the data folder of the server`)
  }
  await using opened = new AsyncDisposableStack()
  const lock = await lockDataDir(config.dataDir)
  opened.defer(() => lock.release())
  const { pool } = opened.use(await openDatabase(config, log, 'parhelion key rotate'))
  await refuseServers(pool)
  await refuseEmpty(pool)
  const seal = await openInstallation(config, pool)
  const next = given ?? newMasterKey()
  if (new Seal(next).keyId === seal.keyId) throw new StartError('The new master key is the one in use')
  const { services } = await createApp({ config, pool, seal })
  const change = () => services.accountKeys.changeMasterKey(new Seal(next))
  if (config.masterKey !== undefined) {
    const secrets = await change()
    return outcome(secrets, 'Set PARHELION_MASTER_KEY to the new one before the next start', {
      keyId: new Seal(next).keyId,
    })
  }
  const old = await readMasterKey(config, seal.keyId)
  const { result: secrets, kept } = await replaceMasterKey(config, { old, next }, change)
  return outcome(
    secrets,
    `The old one is kept in ${kept} for backups that were taken before: remove it with the last of them`,
    { kept },
  )
}

function outcome(secrets: number, hint: string, json: object): Outcome {
  return { lines: [`Sealed ${secrets} secrets with a new master key`, hint], json: { secrets, ...json } }
}

/** Of other machines, too, as far as the database lets us see. */
async function refuseServers(pool: Pool): Promise<void> {
  const text = `select count(*)::int as count from pg_stat_activity
    where datname = current_database() and application_name = $1`
  const { rows } = await pool.query<{ count: number }>(text, [SERVER_NAME])
  if ((rows[0]?.count ?? 0) > 0) {
    throw new StartError('A Parhelion is connected to this database: stop every one before the master key is changed')
  }
}

async function refuseEmpty(pool: Pool): Promise<void> {
  const { rows } = await pool.query(`select to_regclass('accounts') is not null as there`)
  if (rows[0]?.there === true && (await pool.query('select from accounts')).rowCount !== 0) return
  throw new StartError('There is nothing sealed in this database')
}
