import type { Scope } from '@parhelion/contract'
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import type { Command } from '../command.ts'
import { describeDuration, parseDuration } from '../duration.ts'
import { need, Refusal, UsageError } from '../failure.ts'
import { pairs, printable } from '../output.ts'
import { readSecret } from '../secret.ts'

const SCOPES: Readonly<Record<string, Scope>> = { act: 'account', svc: 'account', app: 'app', int: 'integration' }

/** The command itself decides these. */
const RESERVED = ['scope', 'iat', 'exp']

const TIMES = { iat: 'Issued', nbf: 'Not before', exp: 'Expires' } as const

export const signJwt: Command = {
  words: 'jwt',
  summary: 'Sign a JSON Web Token with a key, and print it',
  usage: '--key ID --secret SECRET [--expires TIME] [--claim NAME=VALUE]',
  positionals: [],
  options: ['key', 'secret', 'expires', 'claim'],
  callsApi: false,
  examples: [
    'parhelion jwt --key int_5e4b0f225aca01092928f917 --secret - --expires 15m < secret.txt',
    'SUNCO_KEY_ID=app_67a0e949f0305f4a391e9d97 SUNCO_KEY_SECRET=... parhelion jwt --claim userId=42',
    'curl -H "authorization: Bearer $(parhelion jwt --key ID --secret SECRET)" http://127.0.0.1:8080/v2/apps',
  ],
  async run(values, _positionals, surroundings) {
    const id = need(values.key ?? (surroundings.env.SUNCO_KEY_ID || undefined), '--key')
    const scope = scopeOf(id)
    const seconds = values.expires === 'never' ? undefined : parseDuration(values.expires ?? '1h', '--expires')
    const claims = Object.fromEntries((values.claim ?? []).map(parseClaim))
    const secret = need(await readSecret(values.secret, surroundings), '--secret')
    const issued = Math.floor(Date.now() / 1000)
    const expires = seconds === undefined ? undefined : issued + seconds
    const token = await new SignJWT({
      ...claims,
      scope,
      iat: issued,
      ...(expires === undefined ? {} : { exp: expires }),
    })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: id })
      .sign(new TextEncoder().encode(secret))
    const expiresAt = expires === undefined ? {} : { expiresAt: isoTime(expires) }
    surroundings.print(values.json ? JSON.stringify({ token, scope, ...expiresAt }) : token)
    return undefined
  },
}

export const inspectJwt: Command = {
  words: 'jwt inspect',
  summary: 'Show what a token says; with a secret, check its signature',
  usage: 'TOKEN [--secret SECRET]',
  positionals: ['TOKEN'],
  options: ['secret'],
  callsApi: false,
  examples: [
    'parhelion jwt inspect eyJhbGciOi...',
    'parhelion jwt inspect - < token.txt',
    'parhelion jwt inspect eyJhbGciOi... --secret SECRET',
  ],
  async run(values, [argument = ''], surroundings) {
    if (argument === '-' && values.secret === '-') throw new UsageError('Only one of TOKEN and --secret can be -')
    const token = argument === '-' ? (await surroundings.readStdin()).trim() : argument
    const { header, payload } = decode(token)
    // Only on request: the secret in the environment may be another key's.
    const secret = values.secret === undefined ? undefined : await readSecret(values.secret, surroundings)
    const signature = secret === undefined ? 'unchecked' : await checkSignature(token, secret)
    const state = stateOf(payload)
    surroundings.print(
      values.json
        ? JSON.stringify({ header, payload, state, signature })
        : [pretty('Header', header), pretty('Payload', payload), '', describe(payload, state, signature)].join('\n'),
    )
    if (signature === 'wrong') throw new Refusal('The signature was not made with this secret')
    return undefined
  },
}

function scopeOf(keyId: string): Scope {
  const scope = SCOPES[/^([a-z]{3})_./.exec(keyId)?.[1] ?? '']
  if (scope === undefined) throw new UsageError(`A key id begins with act_, svc_, app_ or int_, unlike "${keyId}"`)
  return scope
}

function parseClaim(text: string): [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw new UsageError(`--claim must be NAME=VALUE, not "${text}"`)
  const name = text.slice(0, at)
  if (RESERVED.includes(name)) throw new UsageError(`The claim ${name} follows from --key and --expires`)
  return [name, text.slice(at + 1)]
}

function decode(token: string): { header: object; payload: JWTPayload } {
  try {
    return { header: decodeProtectedHeader(token), payload: decodeJwt(token) }
  } catch {
    throw new UsageError('This is not a JSON Web Token')
  }
}

/** Whether the time is right is another question, so that a token that is over can be checked, too. */
async function checkSignature(token: string, secret: string): Promise<'right' | 'wrong'> {
  try {
    await jwtVerify(token, new TextEncoder().encode(secret), { algorithms: ['HS256'], currentDate: new Date(0) })
    return 'right'
  } catch (error) {
    return error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired ? 'right' : 'wrong'
  }
}

type State = 'valid' | 'expired' | 'not valid yet'

function stateOf({ exp, nbf }: JWTPayload, now = Date.now() / 1000): State {
  if (typeof exp === 'number' && exp <= now) return 'expired'
  return typeof nbf === 'number' && nbf > now ? 'not valid yet' : 'valid'
}

function describe(payload: JWTPayload, state: State, signature: string): string {
  const times = Object.entries(TIMES).flatMap(([claim, label]) => {
    const seconds = payload[claim]
    return typeof seconds === 'number' ? [[label, `${isoTime(seconds)} (${distance(seconds)})`] as const] : []
  })
  const words: Readonly<Record<string, string>> = { right: 'made with this secret', wrong: 'NOT made with this secret' }
  const forever = payload.exp === undefined ? [['Expires', 'never'] as const] : []
  return pairs([...times, ...forever, ['Time', state], ['Signature', words[signature] ?? 'not checked; give --secret']])
}

function pretty(title: string, value: object): string {
  // What JSON leaves unescaped and a terminal would act on.
  return JSON.stringify(value, null, 2)
    .split('\n')
    .map((line, index) => (index === 0 ? `${title} ${printable(line)}` : printable(line)))
    .join('\n')
}

/** Outside of what a date can say, the number itself. */
function isoTime(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString()
}

function distance(seconds: number): string {
  const away = Math.round(seconds - Date.now() / 1000)
  return away > 0 ? `in ${describeDuration(away)}` : `${describeDuration(-away)} ago`
}
