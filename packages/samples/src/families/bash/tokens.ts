import type { ClientCredentialsAuth, JwtAuth } from '../../request/auth.ts'
import type { JsonMember } from '../../request/json.ts'
import { type Code, lines } from '../../writer/lines.ts'
import { type BashProgram, TAB } from './program.ts'

/** Lines that make `token` of a secret, with openssl. */
export function jwt(program: BashProgram, auth: JwtAuth): Code {
  const digest = `sha${auth.algorithm.slice(2)}`
  program.define('base64url', ['base64url() {', `${TAB}base64 -w 0 | tr '+/' '-_' | tr -d '='`, '}'])
  const has = (name: string) => auth.claims.members.some(member => member.name.length === 1 && member.name[0] === name)
  const header: JsonMember[] = [
    { name: ['alg'], value: { kind: 'string', value: [auth.algorithm] } },
    { name: ['typ'], value: { kind: 'string', value: ['JWT'] } },
    ...(auth.keyId.length > 0 ? [{ name: ['kid'], value: { kind: 'string', value: auth.keyId } } as const] : []),
  ]
  const document = (members: readonly JsonMember[]) =>
    program.documentText({ kind: 'json', contentType: '', value: { kind: 'object', members } })
  const key = auth.secretIsBase64
    ? `$(base64 -d <<<${program.text(auth.secret)} | od -An -v -tx1 | tr -d ' \\n')`
    : `$(printf '%s' ${program.text(auth.secret)} | od -An -v -tx1 | tr -d ' \\n')`
  return lines(
    `header=$(printf '%s' ${document(header)} | base64url)`,
    `claims=${document(auth.claims.members)}`,
    !has('iat') && `claims=$(jq -c --argjson now "$(date +%s)" '.iat = $now' <<<"$claims")`,
    !has('exp') && `claims=$(jq -c --argjson now "$(date +%s)" '.exp = $now + 300' <<<"$claims")`,
    `token="$header.$(printf '%s' "$claims" | base64url)"`,
    `token+=.$(printf '%s' "$token" | openssl dgst -${digest} -mac HMAC -macopt "hexkey:${key}" -binary | base64url)`,
  )
}

/** Lines that ask for `token` with curl. */
export function clientCredentials(program: BashProgram, auth: ClientCredentialsAuth): Code {
  const timeout = program.variable(program.plan.timeout.name)
  const isBody = auth.clientIn === 'body'
  const args = [
    `--max-time "${timeout}"`,
    !isBody && `--user ${program.text([...auth.clientId, ':', ...auth.clientSecret])}`,
    '--data-urlencode grant_type=client_credentials',
    isBody && `--data-urlencode ${program.text(['client_id=', ...auth.clientId])}`,
    isBody && `--data-urlencode ${program.text(['client_secret=', ...auth.clientSecret])}`,
    auth.scope.length > 0 && `--data-urlencode ${program.text(['scope=', ...auth.scope])}`,
    program.text(auth.tokenUrl),
  ]
  return [
    ...lines(
      'token=$(curl --silent --show-error --fail',
      args.map(arg => arg && TAB + arg),
    ).map((line, at, all) =>
      at < all.length - 1 ? `${line} \\` : `${line} | jq -er .access_token) || fail 'No token could be had.'`,
    ),
  ]
}
