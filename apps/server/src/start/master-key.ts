import { randomBytes } from 'node:crypto'
import { link, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { readIfThere, syncFolder, writePrivate } from '../lib/private-file.ts'
import { Seal } from '../lib/seal.ts'
import { StartError } from '../lib/start-error.ts'

const BYTES = 32

type Place = Pick<Config, 'dataDir' | 'masterKey'>

/**
 * The key that seals secrets: from the configuration, else from a file in the data folder, which is made for a new
 * installation.
 * @param sealedWith names the key that the secrets in the database are sealed with; undefined while there are none. Over
 *   sealed secrets a new key is never made
 * @throws StartError when there is none and none may be made, or the file holds something else
 */
export async function readMasterKey(config: Place, sealedWith: string | undefined): Promise<Buffer> {
  const known = await findMasterKey(config, sealedWith)
  if (known !== undefined) return known
  const path = pathOf(config)
  if (sealedWith !== undefined) {
    throw new StartError(
      `${path} is missing, and the database holds secrets sealed with it; put it back, or give it in PARHELION_MASTER_KEY`,
    )
  }
  const made = newMasterKey()
  await writeKey(path, made)
  return made
}

/** As {@link readMasterKey}, and undefined when there is none. */
export async function findMasterKey(config: Place, sealedWith: string | undefined): Promise<Buffer | undefined> {
  if (config.masterKey !== undefined) return config.masterKey
  await finishRotation(config, sealedWith)
  return readKey(pathOf(config))
}

export const newMasterKey = (): Buffer => randomBytes(BYTES)

/**
 * Replaces the file of the master key, around the work that seals everything with the new one: however it is cut off,
 * the next start finds the key that opens the database. The old key is kept under its name for older backups.
 * @param reseal commits that all is sealed with the new one
 * @returns what `reseal` does, and where the old key is
 */
export async function replaceMasterKey<T>(
  config: Place,
  keys: { readonly old: Buffer; readonly next: Buffer },
  reseal: () => Promise<T>,
): Promise<{ result: T; kept: string }> {
  const path = pathOf(config)
  const kept = `${path}.${new Seal(keys.old).keyId}`
  await link(path, kept).catch(ignoreExisting)
  await writeKey(`${path}.new`, keys.next)
  const result = await reseal()
  await putInPlace(path)
  return { result, kept }
}

/** A rotation was cut off between its commit and the new name of the file. */
async function finishRotation(config: Place, sealedWith: string | undefined): Promise<void> {
  const path = pathOf(config)
  const next = await readKey(`${path}.new`)
  if (next !== undefined && new Seal(next).keyId === sealedWith) await putInPlace(path)
}

async function putInPlace(path: string): Promise<void> {
  await rename(`${path}.new`, path)
  await syncFolder(path)
}

const pathOf = ({ dataDir }: Place): string => join(dataDir, 'master-key')

const writeKey = (path: string, key: Buffer): Promise<void> => writePrivate(path, `${key.toString('base64')}\n`)

async function readKey(path: string): Promise<Buffer | undefined> {
  const text = await readIfThere(path)
  if (text === undefined) return undefined
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== BYTES) throw new StartError(`${path} does not hold ${BYTES} bytes in base64`)
  return key
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
