/** How an option is used here. A `value` takes the next word. */
export interface CurlOption {
  readonly name: string
  readonly takesValue: boolean
}

/** Options that say something of the request, with their letters. */
const READ: Readonly<Record<string, string>> = {
  request: 'X',
  header: 'H',
  data: 'd',
  form: 'F',
  user: 'u',
  'user-agent': 'A',
  referer: 'e',
  cookie: 'b',
  'upload-file': 'T',
  'max-time': 'm',
  range: 'r',
  'data-raw': '',
  'data-ascii': '',
  'data-binary': '',
  'data-urlencode': '',
  'form-string': '',
  json: '',
  url: '',
  'url-query': '',
  'oauth2-bearer': '',
  'aws-sigv4': '',
}

/** Options that take a value and say how curl works, not what it asks for. */
const PASSED_OVER: Readonly<Record<string, string>> = {
  output: 'o',
  'write-out': 'w',
  'connect-timeout': '',
  'cookie-jar': 'c',
  'dump-header': 'D',
  retry: '',
  'retry-delay': '',
  'retry-max-time': '',
  'max-redirs': '',
  'output-dir': '',
  'limit-rate': '',
  'speed-limit': 'Y',
  'speed-time': 'y',
  'keepalive-time': '',
  stderr: '',
  trace: '',
  'trace-ascii': '',
  'max-filesize': '',
  config: 'K',
  ciphers: '',
  'tls-max': '',
  'tls13-ciphers': '',
  curves: '',
  'continue-at': 'C',
}

/** Options that take a value and without which the program may not get through: they become notes. */
const NOTED: Readonly<Record<string, string>> = {
  proxy: 'x',
  'proxy-user': 'U',
  cert: 'E',
  'cert-type': '',
  key: '',
  'key-type': '',
  pass: '',
  cacert: '',
  capath: '',
  resolve: '',
  'connect-to': '',
  interface: '',
  'unix-socket': '',
  socks5: '',
  'socks5-hostname': '',
  'doh-url': '',
  'dns-servers': '',
}

/** Options without a value that count here. */
const SWITCHES: Readonly<Record<string, string>> = {
  get: 'G',
  head: 'I',
  digest: '',
  basic: '',
  insecure: 'k',
  ntlm: '',
  negotiate: '',
  anyauth: '',
  next: ':',
}

const SWITCH_LETTERS = 'aBfghijJlLMnNOpqQRsSvVzZ#0123460'

const WITH_VALUE = new Map(Object.entries({ ...READ, ...PASSED_OVER, ...NOTED }))
const LETTERS = new Map(
  Object.entries({ ...READ, ...PASSED_OVER, ...NOTED, ...SWITCHES }).flatMap(([name, letter]) =>
    letter === '' ? [] : [[letter, name] as const],
  ),
)

export function isNoted(name: string): boolean {
  return name in NOTED
}

/** A long option by its name; those that are not known are taken for switches, as most are. */
export function longOption(name: string): CurlOption {
  return { name, takesValue: WITH_VALUE.has(name) }
}

/** A short option by its letter; undefined for one that curl does not have. */
export function shortOption(letter: string): CurlOption | undefined {
  const name = LETTERS.get(letter)
  if (name !== undefined) return longOption(name)
  return SWITCH_LETTERS.includes(letter) ? { name: letter, takesValue: false } : undefined
}
