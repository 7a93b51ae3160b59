/** Who wrote a message. */
export interface Author {
  readonly type: 'business' | 'user'
  /** Of a user. */
  readonly userId?: string
  readonly subtypes?: readonly string[]
  readonly displayName?: string
  readonly avatarUrl?: string
}

/** Where a message came from; `type` is the channel. */
export interface Source {
  readonly type: string
  readonly integrationId?: string
}

/** What few messages have. */
export interface Details {
  readonly metadata?: Readonly<Record<string, string | number | boolean>>
  readonly quotedMessage?: Readonly<Record<string, unknown>>
  readonly activity?: Readonly<Record<string, unknown>>
}

/** JSON of the form that the contract gives to the contents of messages. */
export type Content = { readonly type: string } & Readonly<Record<string, unknown>>

export interface Message {
  readonly appId: string
  readonly conversationId: string
  /** Place among all messages and events of the conversation. */
  readonly seq: number
  readonly id: string
  readonly received: Date
  readonly author: Author
  readonly content: Content
  readonly source: Source
  readonly details: Details
}

/** A message before it has its place and its time. */
export interface NewMessage extends Omit<Message, 'seq' | 'received'> {
  /** What a channel is told beside the content. */
  readonly delivery: object | null
  readonly eventId: string
  /** JSON of the message as its event tells it, without the time it was received. */
  readonly told: string
  readonly postedAt: Date
}

export type Appended =
  | { readonly outcome: 'posted'; readonly seq: number; readonly received: Date }
  /** There is no such conversation; the author takes no part in it; it holds as many messages as it may. */
  | { readonly outcome: 'missing' | 'stranger' | 'full' }

/** The addresses of the files that a content shows. */
export function mediaUrlsOf(content: Content): string[] {
  const items = Array.isArray(content.items) ? (content.items as Content[]) : []
  return [content, ...items].flatMap(({ mediaUrl }) => (typeof mediaUrl === 'string' ? [mediaUrl] : []))
}
