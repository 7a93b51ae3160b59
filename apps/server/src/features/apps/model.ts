export interface App {
  readonly id: string
  readonly displayName: string
  readonly settings: Settings
  /** Undefined: never set, or cleared. */
  readonly metadata: Readonly<Record<string, string | number | boolean>> | undefined
  readonly createdAt: Date
}

export interface Settings {
  readonly conversationRetentionSeconds?: number
  readonly maskCreditCardNumbers?: boolean
  readonly useAnimalNames?: boolean
  readonly echoPostback?: boolean
  readonly ignoreAutoConversationStart?: boolean
  readonly multiConvoEnabled?: boolean
  readonly appLocalizationEnabled?: boolean
  readonly endSessionEnabled?: boolean
  readonly disableConversationReopen?: boolean
}

export const DEFAULT_SETTINGS: Settings = {
  appLocalizationEnabled: true,
  echoPostback: false,
  maskCreditCardNumbers: true,
  multiConvoEnabled: false,
  useAnimalNames: false,
}

const SETTINGS: readonly (keyof Settings)[] = [
  'conversationRetentionSeconds',
  'maskCreditCardNumbers',
  'useAnimalNames',
  'echoPostback',
  'ignoreAutoConversationStart',
  'multiConvoEnabled',
  'appLocalizationEnabled',
  'endSessionEnabled',
  'disableConversationReopen',
]

/** Settings that are not sent stay as they are; names we do not know are left out. */
export function mergeSettings(before: Settings, input: Settings): Settings {
  const sent = SETTINGS.filter(name => input[name] !== undefined).map(name => [name, input[name]])
  return { ...before, ...Object.fromEntries(sent) }
}

/** The first rule between settings that `next` breaks, as a sentence. */
export function brokenRule(before: Settings, next: Settings): string | undefined {
  if (before.multiConvoEnabled === true && next.multiConvoEnabled !== true) {
    return '.settings.multiConvoEnabled: should stay true once it is'
  }
  for (const name of ['endSessionEnabled', 'disableConversationReopen'] as const) {
    if (next[name] === true && next.multiConvoEnabled !== true)
      return `.settings.${name}: should be true only with multiConvoEnabled`
  }
  return undefined
}
