import type { IntegrationTypeName } from '@parhelion/contract'

/** An integration within its app. */
export interface IntegrationRef {
  readonly appId: string
  readonly integrationId: string
}

type Properties = Readonly<Record<string, unknown>>

export interface Integration {
  readonly appId: string
  readonly id: string
  readonly type: IntegrationTypeName
  readonly status: 'active' | 'inactive' | 'error'
  readonly displayName: string | null
  /** Null: never said. */
  readonly showAIDisclaimer: boolean | null
  /** The properties of the type, without secrets. */
  readonly settings: Properties
  /** Its secrets as one sealed JSON object; null when there are none. */
  readonly secretsSealed: string | null
  readonly createdAt: Date
}

/** Properties that the server makes from what it is given. */
export function derivedSettings(type: IntegrationTypeName, settings: Properties, secrets: Properties): Properties {
  switch (type) {
    case 'android':
    case 'ios':
    case 'unity':
    case 'web':
      return { attachmentsEnabled: true }
    case 'line':
      return named('lineId', settings.qrCodeUrl, /\/([^/?#]+)\.\w+(?:[?#].*)?$/)
    case 'telegram':
      return named('botId', secrets.token, /^(\d+):/)
    default:
      return {}
  }
}

/** LINE names the picture of the QR code after the id; a Telegram token begins with the id of the bot. */
function named(name: string, source: unknown, pattern: RegExp): Properties {
  const found = typeof source === 'string' ? pattern.exec(source)?.[1] : undefined
  return found === undefined ? {} : { [name]: found }
}

/** Secrets after a change: null unsets. */
export function mergeSecrets(
  before: Readonly<Record<string, string>>,
  change: Readonly<Record<string, string | null>>,
): Record<string, string> {
  const merged = Object.entries({ ...before, ...change })
  return Object.fromEntries(merged.filter((entry): entry is [string, string] => entry[1] !== null))
}
