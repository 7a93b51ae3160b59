import { randomBytes } from 'node:crypto'
import { mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { type ByteRange, type FileStorage, HEAD_BYTES, type StagedFile, StorageUnavailable } from './storage.ts'

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EIO', 'EMFILE'])

/** Files in a folder of the machine: `incoming/` for those that arrive, and folders of two letters for those that are kept. */
export class DiskStorage implements FileStorage {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async stage(stream: Readable): Promise<StagedFile> {
    const incoming = join(this.#folder, 'incoming')
    const path = join(incoming, randomBytes(16).toString('hex'))
    const discard = () => rm(path, { force: true })
    try {
      await mkdir(incoming, { recursive: true, mode: 0o700 })
      const { size, head } = await write(path, stream)
      return { size, head, discard, keep: key => this.#keep(path, key) }
    } catch (error) {
      await discard()
      throw unavailable(error)
    }
  }

  async open(key: string, { start, end }: ByteRange): Promise<Readable | undefined> {
    const file = await open(this.#pathOf(key)).catch(ignoreMissing)
    return file?.createReadStream({ start, end })
  }

  async remove(key: string): Promise<void> {
    await rm(this.#pathOf(key), { force: true })
  }

  async *keysBefore(time: Date): AsyncIterable<string> {
    for await (const folder of entries(this.#folder)) {
      for await (const name of entries(join(this.#folder, folder))) {
        const found = await stat(join(this.#folder, folder, name)).catch(ignoreMissing)
        if (found === undefined || found.mtime >= time) continue
        // What arrived and was never kept has no key: its process has ended.
        if (folder === 'incoming') await rm(join(this.#folder, folder, name), { force: true })
        else yield name
      }
    }
  }

  /** Moves all files of another folder of the same disk here, durably; those that are here stay. */
  async takeOver(other: DiskStorage): Promise<void> {
    for await (const folder of entries(other.#folder)) {
      if (folder === 'incoming') continue
      const kept = join(this.#folder, folder)
      await mkdir(kept, { recursive: true, mode: 0o700 })
      for await (const name of entries(join(other.#folder, folder))) {
        await rename(join(other.#folder, folder, name), join(kept, name))
      }
      await synchronize(kept)
    }
    await other.clear()
  }

  /** Removes everything. */
  async clear(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #keep(path: string, key: string): Promise<void> {
    const kept = this.#pathOf(key)
    try {
      await mkdir(dirname(kept), { recursive: true, mode: 0o700 })
      await rename(path, kept)
      await synchronize(dirname(kept))
    } catch (error) {
      throw unavailable(error)
    }
  }

  #pathOf(key: string): string {
    return join(this.#folder, key.slice(-2).toLowerCase(), key)
  }
}

async function write(path: string, stream: Readable): Promise<{ size: number; head: Buffer }> {
  const file = await open(path, 'wx', 0o600)
  try {
    const heads: Buffer[] = []
    let size = 0
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (size < HEAD_BYTES) heads.push(chunk.subarray(0, HEAD_BYTES - size))
      size += chunk.length
      await file.write(chunk)
    }
    await file.sync()
    return { size, head: Buffer.concat(heads) }
  } finally {
    await file.close()
  }
}

/** After this a new name is in the folder also when the machine stops. */
async function synchronize(folder: string): Promise<void> {
  const handle = await open(folder)
  await handle.sync().finally(() => handle.close())
}

async function* entries(folder: string): AsyncIterable<string> {
  const directory = await opendir(folder).catch(ignoreMissing)
  if (directory === undefined) return
  for await (const entry of directory) yield entry.name
}

function ignoreMissing(error: { code?: string }): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
  throw error
}

function unavailable(error: unknown): unknown {
  const { code = '' } = error as { code?: string }
  return NO_ROOM.has(code) ? new StorageUnavailable(`the folder of files cannot be written to: ${code}`) : error
}
