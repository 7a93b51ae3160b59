import { wrap } from '../../program/structure.ts'
import { tokenForm, tokenHeader, tokenTimes } from '../../program/tokens.ts'
import type { Auth, ClientCredentialsAuth, JwtAuth } from '../../request/auth.ts'
import { type Template, template } from '../../request/template.ts'
import { block, type Code, indent, lines } from '../../writer/lines.ts'
import { TAB, type TclProgram } from './program.ts'

/** Lines that make or ask for `token`, where a request needs one. */
export function token(program: TclProgram): Code {
  const { auth } = program.plan
  if (auth.kind === 'jwt') return auth.algorithm === 'HS256' && jwt(program, auth)
  return auth.kind === 'oauth2' && clientCredentials(program, auth)
}

/** The value of the header that says name and password. */
export function basic(program: TclProgram, username: Template, password: Template): string {
  return `"Basic [binary encode base64 [encoding convertto utf-8 ${program.text(template(username, ':', password))}]]"`
}

function clientCredentials(program: TclProgram, auth: ClientCredentialsAuth): Code {
  program.parse()
  const headers = [
    'Content-Type application/x-www-form-urlencoded \\',
    auth.clientIn === 'header' && `Authorization ${basic(program, auth.clientId, auth.clientSecret)} \\`,
  ]
  return [
    block(TAB, 'set headers [list \\', headers, ']'),
    `lassign [send POST ${program.text(auth.tokenUrl)} $headers ${program.pairs(tokenForm(auth))}] status text`,
    block(
      TAB,
      'if {[catch {huddle get_stripped [parse $text] access_token} token]} {',
      'fail "No token could be had: the server answered $status."',
      '}',
    ),
  ]
}

function jwt(program: TclProgram, auth: JwtAuth): Code {
  program.import('sha256')
  program.define('signed_token', [
    '# A JSON Web Token, RFC 7519.',
    'proc signed_token {header claims key} {',
    `${TAB}set encoded {}`,
    `${TAB}foreach part [list $header $claims] { lappend encoded [binary encode base64 [encoding convertto utf-8 $part]] }`,
    `${TAB}set content [string map {+ - / _ = ""} [join $encoded .]]`,
    `${TAB}set signature [binary encode base64 [sha2::hmac -bin -key $key $content]]`,
    `${TAB}return $content.[string map {+ - / _ = ""} $signature]`,
    '}',
  ])
  const secret = program.text(auth.secret)
  const key = auth.secretIsBase64 ? `[binary decode base64 ${secret}]` : `[encoding convertto utf-8 ${secret}]`
  const members = program.structure(auth.claims).slice(1, -1)
  const times = tokenTimes(auth).map(({ name, inSeconds }) => `${name} [expr {[clock seconds] + ${inSeconds}}] \\`)
  return lines(
    'set claims [json::write object \\',
    [...members, ...indent(TAB, times)],
    ']',
    wrap(program.structure(tokenHeader(auth)), 'set header '),
    `set token [signed_token $header $claims ${key}]`,
  )
}

/** Lines that send the request, and send it again with an answer to the challenge of the server. */
export function digest(
  program: TclProgram,
  { username, password }: Extract<Auth, { kind: 'digest' }>,
  call: string,
): Code {
  const { method } = program.plan.request
  program.import('md5 2', 'sha256')
  program.define('digest_header', DIGEST)
  const secrets = `${program.text(username)} ${program.text(password)}`
  return [
    `lassign [${call}] status text challenge`,
    block(
      TAB,
      'if {$status == 401} {',
      [
        `lappend headers Authorization [digest_header $challenge ${method} $url ${secrets}]`,
        `lassign [${call}] status text`,
      ],
      '}',
    ),
  ]
}

const DIGEST = `# The header that answers a challenge, RFC 7616.
proc digest_header {challenge method url username password} {
    set asked {qop "" algorithm MD5}
    foreach {whole name inner plain} [regexp -all -inline {(\\w+)=(?:"([^"]*)"|([^", ]+))} $challenge] {
        dict set asked $name $inner$plain
    }
    dict with asked {}
    if {![string match "Digest *" $challenge] || ![string match *auth* $qop] || $algorithm ni {MD5 SHA-256}} {
        fail "The server asks for an authorization that this program does not know: $challenge"
    }
    set hash {{algorithm args} {
        set data [encoding convertto utf-8 [join $args :]]
        if {$algorithm eq "MD5"} { return [string tolower [md5::md5 -hex -- $data]] }
        return [sha2::sha256 -hex -- $data]
    }}
    regexp {^\\w+://[^/]*(.*)$} $url whole uri
    set client_nonce [format %08x%08x [expr {int(rand() * 0x7fffffff)}] [clock clicks]]
    set secret [apply $hash $algorithm $username $realm $password]
    set place [apply $hash $algorithm $method $uri]
    set response [apply $hash $algorithm $secret $nonce 00000001 $client_nonce auth $place]
    set name [string map {\\\\ \\\\\\\\ \\" \\\\\\"} $username]
    set header "Digest username=\\"$name\\", realm=\\"$realm\\", nonce=\\"$nonce\\", uri=\\"$uri\\", algorithm=$algorithm"
    append header ", qop=auth, nc=00000001, cnonce=\\"$client_nonce\\", response=\\"$response\\""
    if {[info exists opaque]} { append header ", opaque=\\"$opaque\\"" }
    return $header
}`.split('\n')
