import { wrap } from '../../program/structure.ts'
import { tokenForm, tokenHeader, tokenTimes } from '../../program/tokens.ts'
import type { Auth, ClientCredentialsAuth, JwtAuth } from '../../request/auth.ts'
import { type Template, template } from '../../request/template.ts'
import { block, type Code, lines } from '../../writer/lines.ts'
import { type LuaProgram, TAB } from './program.ts'

/** Lines that make or ask for `token`, where a request needs one. */
export function token(program: LuaProgram): Code {
  const { auth } = program.plan
  if (auth.kind === 'jwt') return jwt(program, auth)
  return auth.kind === 'oauth2' && clientCredentials(program, auth)
}

/** The value of the header that says name and password. */
export function basic(program: LuaProgram, username: Template, password: Template): string {
  program.import('mime')
  return `"Basic " .. mime.b64(${program.text(template(username, ':', password))})`
}

function clientCredentials(program: LuaProgram, auth: ClientCredentialsAuth): Code {
  program.import('dkjson')
  const headers = [
    '["Content-Type"] = "application/x-www-form-urlencoded",',
    auth.clientIn === 'header' && `Authorization = ${basic(program, auth.clientId, auth.clientSecret)},`,
  ]
  return [
    `local form = ${program.pairs(tokenForm(auth))}`,
    block(TAB, `local status, text = send("POST", ${program.text(auth.tokenUrl)}, {`, headers, '}, form)'),
    'local token = (json.decode(text) or {}).access_token',
    'if not token then fail("No token could be had: the server answered " .. status .. ".") end',
  ]
}

function jwt(program: LuaProgram, auth: JwtAuth): Code {
  program.import('dkjson', 'mime', 'openssl.hmac')
  program.define('signed_token', [
    '-- A JSON Web Token, RFC 7519.',
    'local function signed_token(header, claims, key, digest)',
    '  local function encoded(data)',
    '    return (mime.b64(data):gsub("[+/=]", { ["+"] = "-", ["/"] = "_", ["="] = "" }))',
    '  end',
    '  local content = encoded(json.encode(header)) .. "." .. encoded(json.encode(claims))',
    '  return content .. "." .. encoded(hmac.new(key, digest):final(content))',
    'end',
  ])
  const secret = program.text(auth.secret)
  const key = auth.secretIsBase64 ? `mime.unb64(${secret})` : secret
  return lines(
    wrap(program.structure(auth.claims), 'local claims = '),
    tokenTimes(auth).map(
      ({ name, inSeconds }) => `claims.${name} = os.time()${inSeconds === 0 ? '' : ` + ${inSeconds}`}`,
    ),
    wrap(program.structure(tokenHeader(auth)), 'local header = '),
    `local token = signed_token(header, claims, ${key}, "sha${auth.algorithm.slice(2)}")`,
  )
}

/** Lines that send the request, and send it again with an answer to the challenge of the server. */
export function digest(
  program: LuaProgram,
  { username, password }: Extract<Auth, { kind: 'digest' }>,
  headers: readonly string[],
): Code {
  const { plan } = program
  program.import('openssl.digest')
  program.define('digest_header', DIGEST)
  const call = `send("${plan.request.method}", url, headers${plan.body.kind === 'none' ? '' : ', body'})`
  const secrets = `${program.text(username)}, ${program.text(password)}`
  const header = `digest_header(received["www-authenticate"] or "", "${plan.request.method}", url, ${secrets})`
  return [
    headers.length === 0 ? 'local headers = {}' : block(TAB, 'local headers = {', headers, '}'),
    `local status, text, received = ${call}`,
    block(TAB, 'if status == 401 then', [`headers["Authorization"] = ${header}`, `status, text = ${call}`], 'end'),
  ]
}

const DIGEST = `-- The header that answers a challenge, RFC 7616.
local function digest_header(challenge, method, url, username, password)
  local asked = {}
  for name, text in challenge:gmatch('(%w+)="([^"]*)"') do asked[name] = text end
  for name, text in challenge:gmatch('(%w+)=([^",%s]+)') do asked[name] = asked[name] or text end
  local kind = ({ MD5 = "md5", ["SHA-256"] = "sha256" })[asked.algorithm or "MD5"]
  if not (challenge:match("^Digest ") and kind and (asked.qop or ""):match("auth")) then
    fail("The server asks for an authorization that this program does not know: " .. challenge)
  end
  local function hash(...)
    local bytes = digest.new(kind):final(table.concat({ ... }, ":"))
    return (bytes:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end))
  end
  local uri = url:match("^%w+://[^/]*(.+)$") or "/"
  local client_nonce = ("%016x"):format(math.random(0))
  local secret = hash(username, asked.realm, password)
  local response = hash(secret, asked.nonce, "00000001", client_nonce, "auth", hash(method, uri))
  local fields = {
    ('username="%s"'):format(username:gsub('["\\\\]', "\\\\%0")),
    ('realm="%s", nonce="%s", uri="%s"'):format(asked.realm, asked.nonce, uri),
    ('qop=auth, nc=00000001, cnonce="%s", response="%s"'):format(client_nonce, response),
    "algorithm=" .. (asked.algorithm or "MD5"),
  }
  if asked.opaque then table.insert(fields, ('opaque="%s"'):format(asked.opaque)) end
  return "Digest " .. table.concat(fields, ", ")
end`.split('\n')
