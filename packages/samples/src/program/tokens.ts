import type { ClientCredentialsAuth, JwtAuth } from '../request/auth.ts'
import type { JsonMember, JsonTemplate } from '../request/json.ts'
import type { Pair } from '../request/pair.ts'

/** What is posted for a token of OAuth 2. Client and secret stand in it unless they go as Basic. */
export function tokenForm({ clientId, clientSecret, clientIn, scope }: ClientCredentialsAuth): Pair[] {
  const client: Pair[] = [
    { name: ['client_id'], value: clientId },
    { name: ['client_secret'], value: clientSecret },
  ]
  return [
    { name: ['grant_type'], value: ['client_credentials'] },
    ...(clientIn === 'body' ? client : []),
    ...(scope.length === 0 ? [] : [{ name: ['scope'], value: scope }]),
  ]
}

/** The header of a JSON Web Token. */
export function tokenHeader({ algorithm, keyId }: JwtAuth): JsonTemplate {
  const members: JsonMember[] = [
    { name: ['alg'], value: { kind: 'string', value: [algorithm] } },
    { name: ['typ'], value: { kind: 'string', value: ['JWT'] } },
  ]
  if (keyId.length > 0) members.push({ name: ['kid'], value: { kind: 'string', value: keyId } })
  return { kind: 'object', members }
}

/** The claims that say when a token was made and when it ends, unless the request sets them; seconds from now. */
export function tokenTimes({ claims }: JwtAuth): { readonly name: 'iat' | 'exp'; readonly inSeconds: number }[] {
  const has = (name: string) => claims.members.some(member => member.name.length === 1 && member.name[0] === name)
  const times = [
    { name: 'iat', inSeconds: 0 },
    { name: 'exp', inSeconds: 300 },
  ] as const
  return times.filter(({ name }) => !has(name))
}
