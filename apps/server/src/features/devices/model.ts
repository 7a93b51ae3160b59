/** What a user has an SDK on. */
export interface Device {
  readonly appId: string
  readonly id: string
  readonly userId: string
  readonly clientId: string
  readonly type: 'android' | 'ios' | 'web'
  /** Id that the SDK made for itself. */
  readonly guid: string
  readonly status: 'active' | 'inactive'
  readonly integrationId: string
  readonly lastSeen: Date
  readonly pushNotificationToken: string | null
  readonly info: Readonly<Record<string, unknown>> | null
  readonly appVersion: string | null
}
