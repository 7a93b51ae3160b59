export interface Attachment {
  readonly appId: string
  /** Its secret name, and the key of its file. */
  readonly id: string
  readonly fileName: string
  readonly mediaType: string
  /** Bytes. */
  readonly mediaSize: number
  /** Whether it goes with the message that shows it. */
  readonly forMessage: boolean
  readonly conversationId: string | null
  readonly createdAt: Date
}

const PATH = '/attachments/v2/'

/** Where a file is read below the address of the server. */
export const pathOf = ({ id, fileName }: Pick<Attachment, 'id' | 'fileName'>): string =>
  `${PATH}${id}/${encodeURIComponent(fileName)}`

/** The id in an address that may be one of ours. */
export function idIn(url: string, publicUrl: string): string | undefined {
  const below = [publicUrl, `${publicUrl}/sc`].find(base => url.startsWith(base + PATH))
  return below === undefined ? undefined : url.slice(below.length + PATH.length).split('/')[0]
}

/** What browsers may show; anything else they are told to save. Never what can hold a script, such as SVG. */
const SHOWN = new Set([
  ...['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp'],
  ...['audio/mpeg', 'audio/ogg', 'audio/wav', 'audio/aac', 'audio/mp4', 'audio/x-m4a', 'audio/webm', 'audio/flac'],
  ...['video/mp4', 'video/webm', 'video/ogg', 'video/quicktime'],
])

export const isShown = ({ mediaType }: Attachment): boolean => SHOWN.has(mediaType)

const NAME_LENGTH_MAX = 255

/** A name that is safe to write into an address and a header, and to save a file under. */
export function safeName(name: string): string {
  const last = name.toWellFormed().replaceAll('\\', '/').split('/').at(-1) ?? ''
  const clean = [...last.replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '').trim()].slice(0, NAME_LENGTH_MAX).join('')
  return /^\.*$/.test(clean) ? 'file' : clean
}
