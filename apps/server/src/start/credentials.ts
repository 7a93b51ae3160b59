import { join } from 'node:path'
import { readIfThere, writePrivate } from '../lib/private-file.ts'
import { StartError } from '../lib/start-error.ts'

export interface Credential {
  readonly id: string
  readonly secret: string
}

/** What the first start made, kept for the people who use the installation. */
export interface Credentials {
  readonly account?: Credential
  /** Filled step by step, so that a start that was cut off is gone on with. */
  readonly demo?: {
    readonly appId: string
    readonly appKey?: Credential
    readonly integrationId?: string
    readonly webhookId?: string
  }
}

/** The file `credentials` of the data folder: JSON, readable by its owner only. */
export class CredentialsFile {
  readonly path: string

  constructor(dataDir: string) {
    this.path = join(dataDir, 'credentials')
  }

  /** @throws StartError when it is not JSON */
  async read(): Promise<Credentials> {
    const text = await readIfThere(this.path)
    if (text === undefined) return {}
    try {
      return JSON.parse(text)
    } catch {
      throw new StartError(`${this.path} is not valid JSON; mend it, or remove it to have a new account key made`)
    }
  }

  async add(part: Credentials): Promise<Credentials> {
    const all = { ...(await this.read()), ...part }
    await writePrivate(this.path, `${JSON.stringify(all, null, 2)}\n`)
    return all
  }
}
