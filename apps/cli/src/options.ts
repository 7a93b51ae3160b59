/** Every option of every command, so that one name means one thing. Those with a placeholder take a value. */
const OPTIONS = {
  app: { placeholder: 'ID', meaning: 'the app' },
  integration: {
    placeholder: 'ID',
    meaning: 'custom integration of that app; for keys: its own instead of those of the app',
  },
  name: { placeholder: 'NAME', meaning: 'name for people' },
  'show-secrets': { meaning: 'show secrets, too: those of keys, or those that a sample reads from a reply' },
  key: { placeholder: 'ID', meaning: 'key that signs; its prefix decides the scope. Else SUNCO_KEY_ID' },
  secret: {
    placeholder: 'SECRET',
    meaning: 'secret of the key; - reads it from standard input. Else SUNCO_KEY_SECRET',
  },
  expires: {
    placeholder: 'TIME',
    meaning: 'how long the token is good, such as 90s, 15m, 1h, 30d or never. Default: 1h',
  },
  claim: { placeholder: 'NAME=VALUE', meaning: 'a further claim; may be given several times', multiple: true },
  webhook: { placeholder: 'ID', meaning: 'webhook of the integration. Default: its only one' },
  event: { placeholder: 'ID', meaning: 'one event' },
  state: { placeholder: 'STATE', meaning: 'only deliveries that are waiting, retrying, delivered or failed' },
  since: { placeholder: 'TIME', meaning: 'only events since then: 15m, 1h or 7d ago, or 2026-01-31T12:00:00Z' },
  until: { placeholder: 'TIME', meaning: 'only events before then, said as for --since' },
  which: { placeholder: 'SECRET', meaning: 'apiKey (sent as X-API-Key) or signing (Standard Webhooks)' },
  overlap: { placeholder: 'TIME', meaning: 'how long the secret before stays good, such as 1h or 7d. Default: 1d' },
  triggers: { placeholder: 'LIST', meaning: 'types of events, separated by commas. Default: all' },
  forward: { placeholder: 'URL', meaning: 'call this address with each event, as a webhook is called' },
  target: {
    placeholder: 'ID',
    meaning:
      'language and library, see "samples targets"; several with commas between, or all. Default: python-requests',
    multiple: true,
  },
  item: { placeholder: 'FOLDER/NAME', meaning: 'only this request, or those in this folder. Default: all' },
  out: { placeholder: 'DIR', meaning: 'write files below this folder instead of printing' },
  format: { placeholder: 'FORMAT', meaning: 'code, page (text), html, or json for programs. Default: code' },
  'base-url': { placeholder: 'URL', meaning: 'where addresses begin, instead of what the source says' },
  var: { placeholder: 'NAME=VALUE', meaning: 'default of an input; may be given several times', multiple: true },
  literal: { meaning: 'JSON bodies as one text, not built of maps and lists' },
  port: { placeholder: 'N', meaning: 'port to listen on; 0 takes a free one. Default: 8080, with --ephemeral 0' },
  host: { placeholder: 'HOST', meaning: 'address to listen on. Default: 127.0.0.1' },
  'data-dir': {
    placeholder: 'FOLDER',
    meaning: 'data folder of the server. Else PARHELION_DATA_DIR, else the usual one',
  },
  ephemeral: { meaning: 'keep the data in a new temporary folder, which is removed at the end' },
  url: { placeholder: 'URL', meaning: 'server to talk to. Else SUNCO_URL, else http://127.0.0.1:8080' },
  'key-id': {
    placeholder: 'ID',
    meaning: 'key to call as. Else SUNCO_KEY_ID, else the account key in the data folder',
  },
  'key-secret': { placeholder: 'SECRET', meaning: 'its secret; - reads it from standard input. Else SUNCO_KEY_SECRET' },
  yes: { meaning: 'do it without asking' },
  json: { meaning: 'print JSON for machines' },
  help: { meaning: 'print this help' },
  version: { meaning: 'print the version' },
} as const satisfies Readonly<Record<string, Option>>

interface Option {
  readonly placeholder?: string
  readonly meaning: string
  readonly multiple?: true
}

export type OptionName = keyof typeof OPTIONS

/** What was given on the command line. */
export type Values = {
  readonly [Name in OptionName]?: (typeof OPTIONS)[Name] extends { placeholder: string }
    ? (typeof OPTIONS)[Name] extends { multiple: true }
      ? string[]
      : string
    : boolean
}

/** Options that every command has. */
export const COMMON: readonly OptionName[] = ['json', 'help', 'version']

/** Options of the commands that call the API. */
export const CONNECTION: readonly OptionName[] = ['url', 'key-id', 'key-secret', 'data-dir']

export function optionOf(name: OptionName): Option {
  return OPTIONS[name]
}

export const optionNames = Object.keys(OPTIONS) as readonly OptionName[]
