import { go } from '../../languages/go.ts'
import type { Program } from '../../program/program.ts'
import { wrap } from '../../program/structure.ts'
import type { ClientCredentialsAuth, JwtAuth } from '../../request/auth.ts'
import { block, type Code, lines } from '../../writer/lines.ts'
import { argument } from './argument.ts'
import { document } from './document.ts'
import { AWS, DIGEST, ESCAPED, JWT, OAUTH1, TOKEN } from './signing-code.ts'

/** What says who calls: lines before the request is made, lines that put it there, and what answers a challenge. */
export function authorize(program: Program): { before?: Code; prepare?: Code; retry?: Code } {
  const { auth, body } = program.plan
  const sent = body.kind === 'none' ? 'nil' : 'body'
  switch (auth.kind) {
    case 'none':
      return {}
    case 'basic':
      return {
        prepare: `request.SetBasicAuth(${argument(program, auth.username)}, ${argument(program, auth.password)})`,
      }
    case 'digest':
      program.import('crypto/md5', 'crypto/sha256', 'crypto/rand', 'encoding/hex', 'hash', 'regexp', 'strings')
      program.define('digest', DIGEST)
      return {
        prepare: ['if authorization != "" {', '\trequest.Header.Set("Authorization", authorization)', '}'],
        retry: block(
          '\t',
          'if response.StatusCode == http.StatusUnauthorized {',
          [
            'challenge := response.Header.Get("Www-Authenticate")',
            `response, data = send(digest(challenge, response.Request, ${argument(program, auth.username)}, ${argument(program, auth.password)}))`,
          ],
          '}',
        ),
      }
    case 'jwt':
      return { before: jwt(program, auth), prepare: 'request.Header.Set("Authorization", "Bearer "+token)' }
    case 'oauth2':
      return { before: token(program, auth), prepare: 'request.Header.Set("Authorization", "Bearer "+token)' }
    case 'awsSigV4': {
      program.import('crypto/hmac', 'crypto/sha256', 'encoding/hex', 'net/url', 'sort', 'strings')
      program.define('signAWS', AWS)
      program.define('escaped', ESCAPED)
      const { accessKeyId, secretAccessKey, sessionToken, region, service } = auth
      const values = [accessKeyId, secretAccessKey, sessionToken, region, service].map(value =>
        argument(program, value),
      )
      return { prepare: `signAWS(request, ${sent}, ${values.join(', ')})` }
    }
    case 'oauth1': {
      program.import(
        'crypto/hmac',
        'crypto/rand',
        'crypto/sha1',
        'crypto/sha256',
        'crypto/sha512',
        'encoding/base64',
        'encoding/hex',
        'hash',
        'net/url',
        'sort',
        'strings',
      )
      program.define('signOAuth1', OAUTH1)
      program.define('escaped', ESCAPED)
      const { consumerKey, consumerSecret, token: user, tokenSecret, realm } = auth
      const values = [consumerKey, consumerSecret, user, tokenSecret, realm].map(value => argument(program, value))
      const form = body.kind === 'form' ? 'string(body)' : '""'
      return { prepare: `signOAuth1(request, ${form}, ${go.string(auth.method)}, ${values.join(', ')})` }
    }
  }
}

function jwt(program: Program, auth: JwtAuth): Code {
  const digest = auth.algorithm === 'HS256' ? 'sha256.New' : auth.algorithm === 'HS384' ? 'sha512.New384' : 'sha512.New'
  program.import('crypto/hmac', `crypto/${digest.split('.')[0]}`, 'encoding/base64', 'encoding/json', 'hash')
  program.define('signedToken', JWT)
  const has = (name: string) => auth.claims.members.some(member => member.name.length === 1 && member.name[0] === name)
  const keyId = auth.keyId.length === 0 ? '' : `, "kid": ${program.text(auth.keyId)}`
  const secret = program.text(auth.secret)
  return lines(
    wrap(document(program, auth.claims), 'claims := '),
    !has('iat') && 'claims["iat"] = time.Now().Unix()',
    !has('exp') && 'claims["exp"] = time.Now().Unix() + 300',
    auth.secretIsBase64
      ? [
          `key, err := base64.StdEncoding.DecodeString(${secret})`,
          'if err != nil {',
          '\tfail("The secret is no base64: %v", err)',
          '}',
        ]
      : `key := []byte(${secret})`,
    `token := signedToken(map[string]any{"alg": "${auth.algorithm}", "typ": "JWT"${keyId}}, claims, key, ${digest})`,
  )
}

function token(program: Program, auth: ClientCredentialsAuth): Code {
  program.import('encoding/json', 'net/url', 'strings')
  program.define('accessToken', TOKEN)
  const id = argument(program, auth.clientId)
  const secret = argument(program, auth.clientSecret)
  return [
    'grant := url.Values{"grant_type": {"client_credentials"}}',
    auth.scope.length > 0 && `grant.Set("scope", ${argument(program, auth.scope)})`,
    auth.clientIn === 'body' && [`grant.Set("client_id", ${id})`, `grant.Set("client_secret", ${secret})`],
    `token := accessToken(client, ${argument(program, auth.tokenUrl)}, grant, ${auth.clientIn === 'header' ? `${id}, ${secret}` : '"", ""'})`,
  ]
}
