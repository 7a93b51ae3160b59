export type Metadata = Readonly<Record<string, string | number | boolean>>

/** A switchboard integration, as conversations and their events name it. */
export interface Member {
  readonly id: string
  readonly name: string
  readonly integrationId: string
  readonly integrationType: string
}

/** Who answers in a conversation. */
export interface Control {
  /** The switchboard of the app, if it is on. */
  readonly switchboardId: string | undefined
  readonly active: Member | undefined
  readonly pending: Member | undefined
}

export interface Conversation {
  readonly appId: string
  readonly id: string
  readonly type: 'personal' | 'sdkGroup'
  readonly displayName: string | null
  readonly description: string | null
  readonly iconUrl: string | null
  readonly metadata: Metadata
  /** The user whose default conversation this is. */
  readonly defaultOf: string | null
  /** Of the last message or event. */
  readonly seq: number
  /** Messages there ever were. */
  readonly messageTotal: number
  readonly businessLastRead: Date | null
  /** When the last message came; at first, the time of creation. */
  readonly lastUpdatedAt: Date
  readonly createdAt: Date
  readonly control: Control
}

export interface ConversationRef {
  readonly appId: string
  readonly conversationId: string
}
