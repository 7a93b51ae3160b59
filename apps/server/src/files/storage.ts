import type { Readable } from 'node:stream'

/** A file that has arrived whole and is not yet one of those that are kept. */
export interface StagedFile {
  /** Bytes. */
  readonly size: number
  /** The first bytes, at most {@link HEAD_BYTES}, by which its type is told. */
  readonly head: Buffer
  /** Keeps it under a key, durably. */
  keep(key: string): Promise<void>
  discard(): Promise<void>
}

export interface ByteRange {
  readonly start: number
  /** Included. */
  readonly end: number
}

/** Where files are. Another implementation may put them where several processes find them. */
export interface FileStorage {
  /** Reads a stream to its end, without ever holding the whole of it. @throws StorageUnavailable when there is no room */
  stage(stream: Readable): Promise<StagedFile>
  /** Undefined: there is no such file. */
  open(key: string, range: ByteRange): Promise<Readable | undefined>
  /** Removes a file; one that is gone already is no error. */
  remove(key: string): Promise<void>
  /** Keys of files that were kept before a time. */
  keysBefore(time: Date): AsyncIterable<string>
}

export const HEAD_BYTES = 4100

/** There is no room, or no way to the place; what was asked may be tried again. */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable'
}
