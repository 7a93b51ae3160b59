/** A switchboard within its app. */
export interface SwitchboardRef {
  readonly appId: string
  readonly switchboardId: string
}

export interface Switchboard {
  readonly appId: string
  readonly id: string
  readonly enabled: boolean
  readonly defaultSwitchboardIntegrationId: string | null
  readonly createdAt: Date
}
