import type { Auth } from '../request/auth.ts'
import type { InputKind } from '../request/input.ts'
import type { JsonTemplate } from '../request/json.ts'
import { type Template, template } from '../request/template.ts'
import { type Inputs, isTemplate } from './inputs.ts'
import type { RawAuth } from './raw.ts'

type Parameters = RawAuth['parameters']

/** How a request shows who calls. What is not known here becomes a note, and the request goes without. */
export function readAuth(auth: RawAuth | undefined, inputs: Inputs): Auth {
  if (auth === undefined) return { kind: 'none' }
  const { type, parameters } = auth
  const value = valueReader(parameters, inputs)
  switch (type.toLowerCase()) {
    case 'noauth':
    case 'none':
      return { kind: 'none' }
    case 'basic':
    case 'digest': {
      const kind = type.toLowerCase() === 'basic' ? 'basic' : 'digest'
      return { kind, username: value('username', 'credential'), password: value('password', 'secret') }
    }
    case 'bearer':
      return { kind: 'bearer', token: value('token', 'secret') }
    case 'apikey':
      return apiKey(parameters, value, inputs)
    case 'oauth2':
      return oauth2(parameters, value)
    case 'oauth1':
      return oauth1(parameters, value, inputs)
    case 'awsv4':
      return {
        kind: 'awsSigV4',
        accessKeyId: value('accessKey', 'credential'),
        secretAccessKey: value('secretKey', 'secret'),
        sessionToken: parameters.sessionToken ? value('sessionToken', 'secret') : [],
        region: value('region', 'variable'),
        service: value('service', 'variable'),
      }
    case 'jwt':
      return jwt(parameters, value, inputs)
    default:
      inputs.note(`Authentication of the kind '${type}' is not carried over: the request goes without.`)
      return { kind: 'none' }
  }
}

type Value = (parameter: string, kind: InputKind, name?: string) => Template

/** A literal secret becomes an input of its own; so does any literal that says who calls, with itself as default. */
function valueReader(parameters: Parameters, inputs: Inputs): Value {
  return (parameter, kind, name = parameter) => {
    const raw = parameters[parameter] ?? ''
    if (isTemplate(raw)) return inputs.text(raw, kind)
    const isKnown = raw !== '' && kind !== 'secret' && !isStandIn(raw)
    return [inputs.use(name, { kind, ...(isKnown ? { default: raw } : {}) })]
  }
}

/** `<token>`, `username`, `YOUR_KEY`: what people write where a value would be. */
function isStandIn(text: string): boolean {
  return /^(?:<.*>|\[.*\]|\{.*\}|user(?:name)?|(?:my|your)[\W_].*|x{3,}|\.{3,})$/i.test(text)
}

function apiKey(parameters: Parameters, value: Value, inputs: Inputs): Auth {
  const name = inputs.known(parameters.key ?? '') || 'X-API-Key'
  const place = parameters.in ?? 'header'
  return {
    kind: 'apiKey',
    in: place === 'query' || place === 'cookie' ? place : 'header',
    name,
    value: prefixed(parameters.prefix, value('value', 'secret', name)),
  }
}

const prefixed = (prefix: string | undefined, value: Template) => template(prefix ?? '', value)

/** A token is fetched where the source says how and a program can do it alone; else the caller brings one. */
function oauth2(parameters: Parameters, value: Value): Auth {
  const { accessToken = '', grant_type, accessTokenUrl = '', addTokenTo, headerPrefix = 'Bearer' } = parameters
  if (accessToken === '' && grant_type === 'client_credentials' && accessTokenUrl !== '') {
    return {
      kind: 'oauth2',
      tokenUrl: value('accessTokenUrl', 'variable', 'tokenUrl'),
      clientId: value('clientId', 'credential'),
      clientSecret: value('clientSecret', 'secret'),
      clientIn: parameters.client_authentication === 'body' ? 'body' : 'header',
      scope: parameters.scope ? value('scope', 'variable') : [],
    }
  }
  const token = value('accessToken', 'secret')
  if (addTokenTo === 'queryParams') return { kind: 'apiKey', in: 'query', name: 'access_token', value: token }
  const prefix = headerPrefix.trim()
  if (prefix.toLowerCase() === 'bearer') return { kind: 'bearer', token }
  return { kind: 'apiKey', in: 'header', name: 'Authorization', value: prefixed(prefix && `${prefix} `, token) }
}

const OAUTH1_METHODS = ['HMAC-SHA1', 'HMAC-SHA256', 'HMAC-SHA512', 'PLAINTEXT'] as const

function oauth1(parameters: Parameters, value: Value, inputs: Inputs): Auth {
  const wanted = parameters.signatureMethod ?? 'HMAC-SHA1'
  const method = OAUTH1_METHODS.find(known => known === wanted)
  if (method === undefined) {
    inputs.note(`OAuth 1 signs with HMAC-SHA1 here: '${wanted}' is not carried over.`)
  }
  const isTwoLegged = !parameters.token && !parameters.tokenSecret
  return {
    kind: 'oauth1',
    method: method ?? 'HMAC-SHA1',
    in: parameters.addParamsToHeader === 'false' ? 'query' : 'header',
    consumerKey: value('consumerKey', 'credential'),
    consumerSecret: value('consumerSecret', 'secret'),
    token: isTwoLegged ? [] : value('token', 'secret'),
    tokenSecret: isTwoLegged ? [] : value('tokenSecret', 'secret'),
    realm: parameters.realm ? value('realm', 'variable') : [],
  }
}

const JWT_ALGORITHMS = ['HS256', 'HS384', 'HS512'] as const

function jwt(parameters: Parameters, value: Value, inputs: Inputs): Auth {
  const algorithm = JWT_ALGORITHMS.find(known => known === (parameters.algorithm ?? 'HS256'))
  if (algorithm === undefined) {
    inputs.note(`Tokens signed with ${parameters.algorithm} are not made here: the token is an input.`)
    return { kind: 'bearer', token: value('token', 'secret') }
  }
  const header = objectOf(parameters.header, inputs).members.find(({ name }) => name[0] === 'kid' && name.length === 1)
  return {
    kind: 'jwt',
    algorithm,
    secret: value('secret', 'secret'),
    secretIsBase64: parameters.isSecretBase64Encoded === 'true',
    keyId: header?.value.kind === 'string' ? header.value.value : [],
    claims: objectOf(parameters.payload, inputs),
  }
}

type JsonObject = Extract<JsonTemplate, { kind: 'object' }>

function objectOf(text: string | undefined, inputs: Inputs): JsonObject {
  const json = inputs.json(text?.trim() || '{}')
  if (json?.kind === 'object') return json
  inputs.note('Header or claims of the token are no JSON object that could be read, and are left out.')
  return { kind: 'object', members: [] }
}
