/** A user in a conversation. */
export interface Participant {
  readonly appId: string
  readonly id: string
  readonly conversationId: string
  readonly userId: string
  readonly userExternalId: string | null
  /** Messages there were since the user last read, or wrote. */
  readonly unreadCount: number
  /** When the last message came that the user has read. */
  readonly lastRead: Date | null
  /** The client last heard of first. */
  readonly clients: readonly { readonly type: string; readonly clientId: string }[]
}
