/** A place in a switchboard that an integration holds, under a name. */
export interface SwitchboardIntegration {
  readonly appId: string
  readonly id: string
  readonly switchboardId: string
  readonly name: string
  readonly integrationId: string
  readonly integrationType: string
  readonly deliverStandbyEvents: boolean
  /** Whom it passes control to with `next`. */
  readonly nextId: string | null
  readonly messageHistoryCount: number | null
  readonly createdAt: Date
}
