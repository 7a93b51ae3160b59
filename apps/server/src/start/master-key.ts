import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { readIfThere, writePrivate } from '../lib/private-file.ts'
import { StartError } from '../lib/start-error.ts'

const BYTES = 32

/**
 * The key that seals secrets: from the configuration, else from a file in the data folder.
 * @param mayMake whether nothing is sealed yet; over sealed secrets a new key is never made
 * @throws StartError when there is none and none may be made, or the file holds something else
 */
export async function readMasterKey(config: Config, mayMake: boolean): Promise<Buffer> {
  if (config.masterKey !== undefined) return config.masterKey
  const path = join(config.dataDir, 'master-key')
  const text = await readIfThere(path)
  if (text === undefined) {
    if (!mayMake)
      throw new StartError(
        `${path} is missing, and the database holds secrets sealed with it; put it back, or give it in PARHELION_MASTER_KEY`,
      )
    const made = randomBytes(BYTES)
    await writePrivate(path, `${made.toString('base64')}\n`)
    return made
  }
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== BYTES) throw new StartError(`${path} does not hold ${BYTES} bytes in base64`)
  return key
}
