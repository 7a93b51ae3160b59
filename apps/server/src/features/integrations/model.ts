/** An integration within its app. */
export interface IntegrationRef {
  readonly appId: string
  readonly integrationId: string
}

type Properties = Readonly<Record<string, unknown>>

export interface Integration {
  readonly appId: string
  readonly id: string
  /** A name of the contract. */
  readonly type: string
  readonly status: 'active' | 'inactive' | 'error'
  readonly displayName: string | null
  /** The switchboard integration that answers first here; null: the default of the switchboard. */
  readonly defaultResponderId: string | null
  /** Null: never said. */
  readonly showAIDisclaimer: boolean | null
  /** The properties of the type, without secrets. */
  readonly settings: Properties
  /** Its secrets as one sealed JSON object; null when there are none. */
  readonly secretsSealed: string | null
}

/** Secrets after a change: null unsets. */
export function mergeSecrets(
  before: Readonly<Record<string, string>>,
  change: Readonly<Record<string, string | null>>,
): Record<string, string> {
  const merged = Object.entries({ ...before, ...change })
  return Object.fromEntries(merged.filter((entry): entry is [string, string] => entry[1] !== null))
}
