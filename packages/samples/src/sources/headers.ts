import type { Header } from '../request/pair.ts'
import { isSecretName } from '../request/words.ts'
import { type Inputs, isTemplate } from './inputs.ts'
import type { RawAuth, RawPair } from './raw.ts'

/** Made by whoever sends, who alone knows how long a body is, and how an answer may be packed so that it can be read. */
const TRANSPORT = /^(?:content-length|connection|transfer-encoding|accept-encoding)$/i

/** The headers of a source without those that say nothing of their own, split by what they are for. */
export interface SortedHeaders {
  readonly contentType: string | undefined
  readonly authorization: string | undefined
  readonly others: readonly RawPair[]
}

export function sortHeaders(headers: readonly RawPair[], inputs: Inputs): SortedHeaders {
  const named = headers.flatMap(({ name, value }) => {
    const known = inputs.known(name).trim()
    if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(known)) return { name: known, value: value.trim() }
    if (known !== '' && !known.startsWith(':')) inputs.note(`The header '${known}' is left out: it is no name of one.`)
    return []
  })
  const lastOf = (wanted: string) => named.findLast(({ name }) => name.toLowerCase() === wanted)?.value
  return {
    contentType: lastOf('content-type'),
    authorization: lastOf('authorization'),
    others: named.filter(({ name }) => !TRANSPORT.test(name) && !/^(?:content-type|authorization)$/i.test(name)),
  }
}

/** A header's value; one that is a secret by its name becomes an input. */
export function headerOf({ name, value }: RawPair, inputs: Inputs): Header {
  if (isTemplate(value) || value === '' || !isSecretName(name)) {
    return { name, value: inputs.text(value, isSecretName(name) ? 'secret' : 'variable') }
  }
  return { name, value: [inputs.use(name, { kind: 'secret' })] }
}

/** What an `Authorization` header says, as if the source had said it apart. */
export function authOf(authorization: string): RawAuth {
  const [, scheme = '', rest = ''] = /^(\S+)\s+(.*)$/s.exec(authorization) ?? []
  const isBasic = scheme.toLowerCase() === 'basic'
  if (scheme.toLowerCase() === 'bearer') return { type: 'bearer', parameters: { token: isStandIn(rest) ? '' : rest } }
  if (isBasic && !isTemplate(rest)) return { type: 'basic', parameters: credentials(rest) }
  const isSchemed = scheme !== '' && !isTemplate(scheme)
  return {
    type: 'apikey',
    parameters: {
      key: 'Authorization',
      value: isSchemed ? rest : authorization,
      prefix: isSchemed ? `${scheme} ` : '',
    },
  }
}

const isStandIn = (text: string) => /^<.*>$/.test(text)

function credentials(base64: string): RawAuth['parameters'] {
  const bytes = Uint8Array.from(decodeBase64(base64), character => character.charCodeAt(0))
  const [, username, password] = /^([^:]*):?(.*)$/s.exec(new TextDecoder().decode(bytes)) ?? []
  return { username, password }
}

/** What is no base64 is nobody's name. */
function decodeBase64(text: string): string {
  try {
    return atob(text.trim())
  } catch {
    return ''
  }
}
