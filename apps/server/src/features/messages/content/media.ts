import mime from 'mime/lite'

/** What is known of a file. */
export interface Media {
  readonly mediaType: string
  /** Bytes. */
  readonly mediaSize: number
}

/** What an address alone tells of a file: nothing is fetched while a request waits. */
export function mediaTypeOf(url: string): string | undefined {
  return mime.getType(fileNameOf(url)) ?? undefined
}

/** The last part of the path, as people read it. */
export function fileNameOf(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}
