import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { OpenApiDocument } from '@parhelion/contract'

/** Beside this file, in whichever language this one is: TypeScript in a checkout, JavaScript in the package. */
const EXTENSION = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
const PROGRAM = fileURLToPath(new URL(`./write-document${EXTENSION}`, import.meta.url))

const MAKING_MS_MAX = 60_000
const SIZE_MAX = 64 * 1024 * 1024

/**
 * The document with code samples, as text. A process of its own makes them: requests go on meanwhile, and the memory
 * that it takes, more than the rest of the server has to spare, is given back.
 */
export function referenceText(document: OpenApiDocument): Promise<Buffer> {
  const options = { encoding: 'buffer', env: {}, maxBuffer: SIZE_MAX, timeout: MAKING_MS_MAX } as const
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, [PROGRAM], options, (error, stdout) => {
      if (error === null) resolve(stdout)
      else reject(new Error('The samples of the reference could not be made', { cause: error }))
    })
    // If it ends before it has read all, that is told by its code.
    child.stdin?.on('error', () => {}).end(JSON.stringify(document))
  })
}
