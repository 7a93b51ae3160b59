import { engine } from '../engine/engine.ts'
import type { Outline } from '../engine/protocol.ts'
import { Store, useStore } from '../store.ts'
import { forgetValues } from '../values.ts'

/** Larger files are refused before they are read. Bytes. */
const SIZE_MAX = 50 * 1024 * 1024

type Origin = 'api' | 'own'

export type Library =
  | { readonly state: 'empty' }
  | { readonly state: 'reading'; readonly origin: Origin; readonly name: string }
  | { readonly state: 'failed'; readonly origin: Origin; readonly name: string; readonly error: unknown }
  | {
      readonly state: 'open'
      readonly origin: Origin
      readonly name: string
      readonly outline: Outline
      /** Differs for every reading: what was made of another one is not this one's. */
      readonly reading: number
    }

/** The open collection. It stays while the reader is on other pages, in memory alone. */
const library = new Store<Library>({ state: 'empty' })
let readings = 0

export const useLibrary = () => useStore(library)

/** Opens the collection of this server. */
export function openApi(): Promise<void> {
  return open('api', 'this server', async () => {
    const response = await fetch('/postman.json')
    if (!response.ok) throw new Error(`The server answered ${response.status} for /postman.json`)
    return { content: await response.text(), options: { sourceUrl: response.url } }
  })
}

/** Opens a file of the reader's. Nothing of it leaves the page. */
export function openFile(file: File): Promise<void> {
  return open('own', file.name, async () => {
    if (file.size > SIZE_MAX) throw tooLarge(file.size)
    return { content: file, options: {} }
  })
}

/** Opens what the reader pasted. */
export function openText(text: string): Promise<void> {
  return open('own', 'pasted text', async () => {
    if (text.length > SIZE_MAX) throw tooLarge(text.length)
    return { content: text, options: {} }
  })
}

/** Gives up what is being read. */
export function cancelReading(): void {
  engine.stop('Reading was cancelled')
}

function tooLarge(size: number): Error {
  return new Error(`It has ${megabytes(size)} MB; at most ${megabytes(SIZE_MAX)} MB are read`)
}

const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(bytes % (1024 * 1024) === 0 ? 0 : 1)

type Source = Parameters<typeof engine.call<'read'>>[1]

async function open(origin: Origin, name: string, source: () => Promise<Source>): Promise<void> {
  const reading = ++readings
  library.set({ state: 'reading', origin, name })
  // Who drops another file before this one is read means the other one.
  const isGivenUp = () => reading !== readings
  let next: Library
  try {
    const given = await source()
    // The engine holds what it read last.
    if (isGivenUp()) return
    next = { state: 'open', origin, name, outline: await engine.call('read', given), reading }
  } catch (error) {
    next = { state: 'failed', origin, name, error }
  }
  if (isGivenUp()) return
  forgetValues()
  library.set(next)
}
