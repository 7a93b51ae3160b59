import { readFile } from 'node:fs/promises'
import type { Surroundings } from '../command.ts'
import { Refusal } from '../failure.ts'

const ANSWER_MS_MAX = 30_000
const SIZE_MAX = 100 * 1024 * 1024

export interface Source {
  readonly text: string
  /** Where it was fetched from; undefined for a file and for standard input. */
  readonly url: string | undefined
}

/** Reads a file, standard input for `-`, or an address. @throws Refusal when it cannot be had */
export async function readSource(name: string, { readStdin }: Surroundings): Promise<Source> {
  if (name === '-') return { text: await readStdin(), url: undefined }
  if (/^https?:\/\//i.test(name)) return fetchSource(name)
  try {
    return { text: await readFile(name, 'utf8'), url: undefined }
  } catch (error) {
    throw new Refusal(`${name} cannot be read (${(error as NodeJS.ErrnoException).code ?? error})`)
  }
}

async function fetchSource(url: string): Promise<Source> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS_MAX) })
    if (!response.ok) throw new Refusal(`${url} answers with status ${response.status}`)
    return { text: await limited(response, url), url: response.url }
  } catch (error) {
    if (error instanceof Refusal) throw error
    const cause = (error as Error).cause as NodeJS.ErrnoException | undefined
    throw new Refusal(`${url} cannot be fetched (${cause?.code ?? (error as Error).message})`)
  }
}

async function limited(response: Response, url: string): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const bytes of response.body ?? []) {
    size += bytes.length
    if (size > SIZE_MAX) throw new Refusal(`${url} is larger than ${SIZE_MAX / 1024 / 1024} MB`)
    text += decoder.decode(bytes, { stream: true })
  }
  return text + decoder.decode()
}
