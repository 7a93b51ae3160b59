import { open, readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

/** Where the build puts the pages, in a checkout and in the package. */
const FOLDER = fileURLToPath(new URL('../../../console/dist/current', import.meta.url))

const PACKINGS = ['br', 'gzip'] as const
type Packing = (typeof PACKINGS)[number]

/** A file of the build, as the build itself describes it. Sizes are in bytes. */
interface BuiltFile {
  readonly type: string
  readonly hash: string
  readonly size: number
  /** Sizes of the packed forms that lie beside it, with their name at the end of its own. */
  readonly packed?: Readonly<Partial<Record<Packing, number>>>
}

interface Description {
  /** By the path they are asked for, such as `/assets/index-Ab12.js`. */
  readonly files: Readonly<Record<string, BuiltFile>>
  /** The path of the script that shows the API reference. */
  readonly reference: string
}

/** A form of a file that somebody takes. */
export interface TakenFile {
  readonly type: string
  readonly size: number
  readonly etag: string
  readonly encoding: Packing | undefined
  /** @returns undefined when it is gone */
  open(range: { readonly start: number; readonly end: number }): Promise<Readable | undefined>
}

/**
 * The pages of the console as they were built. What is asked for is looked up among the files that the build listed, so
 * no text of a request becomes a path of the disk. Nothing but the list is kept in memory.
 */
export class BuiltConsole {
  readonly #folder: string
  readonly #description: Description

  private constructor(folder: string, description: Description) {
    this.#folder = folder
    this.#description = description
  }

  /**
   * @param folder the link to the newest build: followed once, so that the next build changes nothing under this one
   * @returns undefined when nothing is built
   */
  static async open(folder: string = FOLDER): Promise<BuiltConsole | undefined> {
    try {
      const real = await realpath(folder)
      return new BuiltConsole(real, JSON.parse(await readFile(join(real, 'files.json'), 'utf8')))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  get paths(): string[] {
    return Object.keys(this.#description.files)
  }

  get reference(): string {
    return this.#description.reference
  }

  /** The page, with a nonce for its styles. */
  async page(nonce: string): Promise<string> {
    return (await readFile(join(this.#folder, 'index.html'), 'utf8')).replaceAll('"NONCE"', `"${nonce}"`)
  }

  /** @param accepts the header `Accept-Encoding` */
  find(path: string, accepts: string | undefined): TakenFile | undefined {
    if (!Object.hasOwn(this.#description.files, path)) return undefined
    const file = this.#description.files[path]
    if (file === undefined) return undefined
    const accepted = acceptedOf(accepts)
    const encoding = PACKINGS.find(one => file.packed?.[one] !== undefined && accepted.has(one))
    const name = join(this.#folder, ...path.split('/')) + (encoding === undefined ? '' : `.${encoding}`)
    return {
      type: file.type,
      size: (encoding && file.packed?.[encoding]) ?? file.size,
      etag: `"${file.hash}${encoding === undefined ? '' : `-${encoding}`}"`,
      encoding,
      open: range => openFile(name, range),
    }
  }
}

/** RFC 9110 §12.5.3, without wishes about the order; `q=0` refuses. */
function acceptedOf(header = ''): Set<string> {
  const words = header.toLowerCase().split(',')
  return new Set(words.filter(word => !/;\s*q=0(?:\.0*)?\s*$/.test(word)).map(word => word.split(';')[0]?.trim() ?? ''))
}

async function openFile(path: string, range: { start: number; end: number }): Promise<Readable | undefined> {
  try {
    return (await open(path, 'r')).createReadStream(range)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
