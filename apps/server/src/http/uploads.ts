import multipart from '@fastify/multipart'
import { ApiError, FileTooLarge, InvalidRequest, limits } from '@parhelion/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { FileStorage, StagedFile } from '../files/storage.ts'

/** Takes the bytes of a file in, as they come. */
export type Stage = FileStorage['stage']

export interface UploadedFile {
  /** As the sender calls it, which may be anything. */
  readonly name: string
  readonly staged: StagedFile
}

/** The name of the part that holds the file. */
const PART = 'source'

/** From here on routes of this scope take forms and nothing else. */
export async function acceptUploads(scope: FastifyInstance): Promise<void> {
  scope.removeAllContentTypeParsers()
  await scope.register(multipart, {
    limits: { fileSize: limits.fileBytes, files: 2, fields: 10, fieldSize: 1024, headerPairs: 100 },
  })
}

/** Reads a form to its end and gives its one file to `work`. What `work` does not keep is gone afterwards. */
export async function withUpload<T>(
  request: FastifyRequest,
  stage: Stage,
  work: (file: UploadedFile) => Promise<T>,
): Promise<T> {
  if (!request.isMultipart()) throw refuse('The content type should be multipart/form-data')
  const files: UploadedFile[] = []
  try {
    await readFiles(request, stage, files)
    const [file, ...others] = files
    if (file === undefined) throw refuse(`should have the part '${PART}' with a file`)
    if (others.length > 0) throw refuse('should have only one file')
    if (file.staged.size === 0) throw refuse(`The file in the part '${PART}' is empty`)
    return await work(file)
  } finally {
    for (const { staged } of files) await staged.discard()
  }
}

async function readFiles(request: FastifyRequest, stage: Stage, files: UploadedFile[]): Promise<void> {
  try {
    for await (const part of request.parts()) {
      if (part.type !== 'file') continue
      const staged = await stage(part.file)
      files.push({ name: part.filename ?? '', staged })
      if (part.file.truncated) throw new ApiError(FileTooLarge)
      if (part.fieldname !== PART) throw refuse(`The file should be in the part '${PART}'`)
    }
  } catch (error) {
    if (error instanceof ApiError) throw error
    const { code = '' } = error as { code?: string }
    if (code === 'FST_REQ_FILE_TOO_LARGE') throw new ApiError(FileTooLarge)
    if (code.startsWith('FST_') || /multipart|form|boundary|part/i.test((error as Error).message))
      throw refuse('The body is not valid multipart/form-data')
    throw error
  }
}

const refuse = (title: string) => new ApiError(InvalidRequest, { titles: [title], log: 'upload refused' })
