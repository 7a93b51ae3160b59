import type { Node } from '../json-access.ts'
import type { RawAuth, RawPair } from '../raw.ts'
import type { OpenApi } from './document.ts'

export interface Security {
  readonly auth: RawAuth | undefined
  /** Keys that are sent beside it. */
  readonly headers: readonly RawPair[]
  readonly query: readonly RawPair[]
  readonly notes: readonly string[]
}

/** The first way of saying who calls, of those that an operation takes; the others are named in a note. */
export function readSecurity(operation: Node, document: OpenApi, server: string): Security {
  const own = operation.get('security')
  const ways = (own.isThere ? own : document.root.get('security')).items().map(way => way.entries())
  const [first, ...others] = ways.filter(way => way.length > 0)
  if (first === undefined) return { auth: undefined, headers: [], query: [], notes: [] }
  const schemes = first.map(([name, scopes]) => schemeOf(name, scopes, document, server))
  const main = schemes.find(({ type }) => type !== 'apikey') ?? schemes[0]
  const beside = schemes.filter(scheme => scheme !== main && scheme.type === 'apikey')
  const left = schemes.filter(scheme => scheme !== main && scheme.type !== 'apikey')
  const names = others.map(way => way.map(([name]) => name).join(' with '))
  return {
    auth: main,
    headers: beside.filter(({ parameters }) => parameters.in === 'header').map(pairOf),
    query: beside.filter(({ parameters }) => parameters.in === 'query').map(pairOf),
    notes: [
      ...(names.length > 0 ? [`The API also lets in by ${names.join(' or ')}.`] : []),
      ...left.map(({ type }) => `Authentication of the kind '${type}' is wanted as well, and not carried over.`),
    ],
  }
}

function pairOf({ parameters }: RawAuth): RawPair {
  const name = parameters.key ?? ''
  return { name, value: `{{${name}}}` }
}

function schemeOf(name: string, scopes: Node, document: OpenApi, server: string): RawAuth {
  const scheme = document.resolve(document.root.get('components').get('securitySchemes').get(name))
  switch (scheme.get('type').value) {
    case 'http':
      return httpScheme(scheme)
    case 'apiKey': {
      const { value } = scheme.get('in')
      return { type: 'apikey', parameters: { key: scheme.get('name').text(), in: String(value ?? 'header') } }
    }
    case 'oauth2':
      return oauth2(scheme, scopes, server)
    case 'openIdConnect':
      return { type: 'oauth2', parameters: {} }
    default:
      return { type: scheme.get('type').text() ?? name, parameters: {} }
  }
}

function httpScheme(scheme: Node): RawAuth {
  const name = scheme.get('scheme').text()?.toLowerCase() ?? ''
  if (name === 'basic' || name === 'digest' || name === 'bearer') return { type: name, parameters: {} }
  return { type: 'apikey', parameters: { key: 'Authorization', in: 'header', prefix: name === '' ? '' : `${name} ` } }
}

/** Only the flow without a person can be gone through by a program; of the others the caller has a token. */
function oauth2(scheme: Node, scopes: Node, server: string): RawAuth {
  const flow = scheme.get('flows').get('clientCredentials')
  const url = flow.get('tokenUrl').text()
  if (url === undefined) return { type: 'oauth2', parameters: {} }
  const asked = scopes.items().map(scope => scope.text())
  return {
    type: 'oauth2',
    parameters: {
      grant_type: 'client_credentials',
      accessTokenUrl: /^[a-z][\w+.-]*:/i.test(url) ? url : server.replace(/\/+$/, '') + url,
      scope: asked.join(' '),
    },
  }
}
