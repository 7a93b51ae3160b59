import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import { ApiError, AttachmentNotFound, InvalidRequest, UnsupportedMediaUrl } from '@parhelion/contract'
import type { Db, Tx } from '../../db/tx.ts'
import type { ByteRange, FileStorage, StagedFile } from '../../files/storage.ts'
import type { JobQueue } from '../../jobs/queue.ts'
import type { Clock } from '../../lib/clock.ts'
import type { AppService } from '../apps/service.ts'
import type { Conversation, ConversationRef } from '../conversations/model.ts'
import type { ConversationService } from '../conversations/service.ts'
import { type Attachment, idIn, safeName } from './model.ts'
import {
  deleteAttachments,
  deleteOfApp,
  deleteOfConversation,
  findAnywhere,
  findAttachment,
  insertAttachment,
  moveAttachments,
  named,
} from './store.ts'

const REMOVE_FILE = 'file:remove'
/** A file without a row is one whose upload did not get to its end; younger ones may still be on their way. */
const ORPHAN_MS = 60 * 60 * 1000
const SWEEP_BATCH = 500

interface Needs {
  readonly db: Db
  readonly clock: Clock
  readonly apps: AppService
  readonly conversations: ConversationService
  readonly jobs: JobQueue
  readonly files: FileStorage
  readonly publicUrl: () => string
}

interface Upload {
  readonly access?: string
  readonly for?: string
  readonly conversationId?: string
}

/** Files for messages to show. A row never names a file that is not there; a file that no row names is swept away. */
export class AttachmentService {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
    needs.jobs.handle(REMOVE_FILE, (_, { payload }) => needs.files.remove(payload.key ?? ''))
  }

  /** @throws ApiError `bad_request` for another access than public, or a purpose that nobody knows */
  async keep(
    appId: string,
    options: Upload,
    file: { readonly name: string; readonly staged: StagedFile },
  ): Promise<Attachment> {
    const { db, clock, apps, conversations } = this.#needs
    if (options.access !== 'public') throw refuse(".access: should be 'public'")
    if (options.for !== undefined && options.for !== 'message') throw refuse(".for: should be 'message'")
    const { conversationId } = options
    await apps.assertExists(db.single, appId)
    if (conversationId !== undefined) await conversations.find(db.single, { appId, conversationId })
    const attachment: Attachment = {
      appId,
      id: newKey(),
      fileName: safeName(file.name),
      mediaType: await mediaTypeOf(file.staged),
      mediaSize: file.staged.size,
      forMessage: options.for === 'message',
      conversationId: conversationId ?? null,
      createdAt: clock.now(),
    }
    await file.staged.keep(attachment.id)
    await insertAttachment(db.single, attachment)
    return attachment
  }

  /** @throws ApiError `bad_request` for an address that is none of ours, `not_found` */
  async remove(appId: string, mediaUrl: string): Promise<void> {
    const { db, apps, jobs } = this.#needs
    const id = this.#idIn(mediaUrl)
    if (id === undefined) {
      await apps.assertExists(db.single, appId)
      throw new ApiError(UnsupportedMediaUrl, {
        titles: [`Unsupported media URL for attachment deletion: ${mediaUrl.slice(0, 2048)}`],
      })
    }
    await db.transaction(async tx => {
      await apps.assertExists(tx, appId)
      const gone = await deleteAttachments(tx, appId, [id], 'all')
      if (gone.length === 0) throw new ApiError(AttachmentNotFound)
      await this.#removeFiles(tx, appId, gone)
    })
    jobs.wake()
  }

  /** Undefined: there is no such file. */
  async find(id: string): Promise<Attachment | undefined> {
    return findAnywhere(this.#needs.db.single, id)
  }

  open(attachment: Attachment, range: ByteRange): Promise<Readable | undefined> {
    return this.#needs.files.open(attachment.id, range)
  }

  /** What is known of a file that was uploaded to the app; undefined for any other address. */
  async mediaOf(appId: string, url: string): Promise<{ mediaType: string; mediaSize: number } | undefined> {
    const id = this.#idIn(url)
    return id === undefined ? undefined : findAttachment(this.#needs.db.single, appId, id)
  }

  /** Files that were uploaded for messages which are removed now. */
  async removeOfMessages(tx: Tx, appId: string, urls: readonly string[]): Promise<void> {
    const ids = urls.flatMap(url => this.#idIn(url) ?? [])
    if (ids.length > 0) await this.#removeFiles(tx, appId, await deleteAttachments(tx, appId, ids, 'for message'))
  }

  /** Files of one conversation are those of another one from now on. */
  mergeConversations(tx: Tx, surviving: Conversation, discarded: Conversation): Promise<void> {
    return moveAttachments(tx, surviving.appId, discarded.id, surviving.id)
  }

  async removeOfConversation(tx: Tx, { appId, conversationId }: ConversationRef): Promise<void> {
    await this.#removeFiles(tx, appId, await deleteOfConversation(tx, appId, conversationId))
  }

  async removeOfApp(tx: Tx, appId: string): Promise<void> {
    await this.#removeFiles(tx, appId, await deleteOfApp(tx, appId))
  }

  /** Removes files that no row names: their upload broke off between the file and the row. */
  async sweep(): Promise<void> {
    const { clock, files } = this.#needs
    const batch: string[] = []
    const before = new Date(clock.now().getTime() - ORPHAN_MS)
    for await (const key of files.keysBefore(before)) {
      batch.push(key)
      if (batch.length >= SWEEP_BATCH) await this.#sweepBatch(batch.splice(0))
    }
    await this.#sweepBatch(batch)
  }

  async #sweepBatch(keys: readonly string[]): Promise<void> {
    const { db, files } = this.#needs
    if (keys.length === 0) return
    const kept = await named(db.single, keys)
    for (const key of keys) if (!kept.has(key)) await files.remove(key)
  }

  async #removeFiles(tx: Tx, appId: string, keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#needs.jobs.enqueue(tx, { kind: REMOVE_FILE, appId, payload: { key } })
  }

  #idIn(url: string): string | undefined {
    return idIn(url, this.#needs.publicUrl())
  }
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** In the form of a ULID, all of it random: 130 bits, as it is all that a reader has to know. */
const newKey = (): string => Array.from(randomBytes(26), byte => ALPHABET[byte % 32]).join('')

const CONTROL = /[^\P{Cc}\t\n\r\f]/u

async function mediaTypeOf({ head }: StagedFile): Promise<string> {
  // Loaded with the first upload.
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(head)
  if (found !== undefined) return found.mime
  return isText(head) ? 'text/plain' : 'application/octet-stream'
}

/** The head may end inside of a character. */
function isText(head: Buffer): boolean {
  try {
    return !CONTROL.test(new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true }))
  } catch {
    return false
  }
}

const refuse = (title: string) => new ApiError(InvalidRequest, { titles: [title] })
