import { wrap } from '../../program/structure.ts'
import { tokenForm, tokenHeader, tokenTimes } from '../../program/tokens.ts'
import type { Auth, ClientCredentialsAuth, JwtAuth } from '../../request/auth.ts'
import { type Template, template } from '../../request/template.ts'
import { block, type Code, lines } from '../../writer/lines.ts'
import { type ElixirProgram, TAB } from './program.ts'

/** Lines that make or ask for `token`, where a request needs one. */
export function token(program: ElixirProgram): Code {
  const { auth } = program.plan
  if (auth.kind === 'jwt') return jwt(program, auth)
  return auth.kind === 'oauth2' && clientCredentials(program, auth)
}

/** The value of the header that says name and password. */
export function basic(program: ElixirProgram, username: Template, password: Template): string {
  return `"Basic " <> Base.encode64(${program.text(template(username, ':', password))})`
}

function clientCredentials(program: ElixirProgram, auth: ClientCredentialsAuth): Code {
  const header = `{"Authorization", ${basic(program, auth.clientId, auth.clientSecret)}}`
  const headers = auth.clientIn === 'header' ? `[${header}]` : '[]'
  return [
    `form = ${program.pairs(tokenForm(auth))}`,
    'form_type = "application/x-www-form-urlencoded"',
    `{status, text, _} = send_request(:post, ${program.text(auth.tokenUrl)}, ${headers}, timeout_ms, {form_type, form})`,
    '',
    'token =',
    block(
      TAB,
      `  case ${program.decoder()}(text) do`,
      [
        '  {:ok, %{"access_token" => token}} -> token',
        '  _ -> fail("No token could be had: the server answered #{status}.")',
      ],
      '  end',
    ),
  ]
}

function jwt(program: ElixirProgram, auth: JwtAuth): Code {
  program.encoder()
  program.define('signed_token', [
    '# A JSON Web Token, RFC 7519.',
    'defp signed_token(header, claims, key, digest) do',
    '  content = Enum.map_join([header, claims], ".", &Base.url_encode64(encode(&1), padding: false))',
    '  signature = :crypto.mac(:hmac, digest, key, content)',
    '  content <> "." <> Base.url_encode64(signature, padding: false)',
    'end',
  ])
  const secret = program.text(auth.secret)
  const key = auth.secretIsBase64 ? `Base.decode64!(${secret})` : secret
  return lines(
    wrap(program.structure(auth.claims), 'claims = '),
    tokenTimes(auth).map(
      ({ name, inSeconds }) => `claims = Map.put(claims, "${name}", System.os_time(:second) + ${inSeconds})`,
    ),
    wrap(program.structure(tokenHeader(auth)), 'header = '),
    `token = signed_token(header, claims, ${key}, :sha${auth.algorithm.slice(2)})`,
  )
}

/** Lines that send the request, and send it again with an answer to the challenge of the server. */
export function digest(
  program: ElixirProgram,
  { username, password }: Extract<Auth, { kind: 'digest' }>,
  call: (headers: string) => string,
): Code {
  program.define('digest_header', DIGEST)
  const secrets = `${program.text(username)}, ${program.text(password)}`
  return [
    `{status, text, received} = ${call('headers')}`,
    '',
    '{status, text} =',
    block(
      TAB,
      '  if status == 401 do',
      [
        `  header = digest_header(received, "${program.plan.request.method}", url, ${secrets})`,
        `  {status, text, _} = ${call('[{"Authorization", header} | headers]')}`,
        '  {status, text}',
      ],
      '  else',
    ),
    '    {status, text}',
    '  end',
  ]
}

const DIGEST = `# The header that answers a challenge, RFC 7616.
defp digest_header(received, method, url, username, password) do
  challenge = for {'www-authenticate', value} <- received, into: "", do: to_string(value)

  asked =
    for [_, name | values] <- Regex.scan(~r/(\\w+)=(?:"([^"]*)"|([^", ]+))/, challenge),
        into: %{"algorithm" => "MD5", "qop" => ""},
        do: {name, Enum.join(values)}

  kind = %{"MD5" => :md5, "SHA-256" => :sha256}[asked["algorithm"]]

  if kind == nil or not (asked["qop"] =~ "auth" and challenge =~ ~r/^Digest /) do
    fail("The server asks for an authorization that this program does not know: #{challenge}")
  end

  hash = fn parts -> Base.encode16(:crypto.hash(kind, Enum.join(parts, ":")), case: :lower) end
  [uri] = Regex.run(~r{(?<=\\w)/.*$}, String.replace(url, ~r{^\\w+://}, ""))
  client_nonce = Base.encode16(:crypto.strong_rand_bytes(8), case: :lower)
  secret = hash.([username, asked["realm"], password])
  response = hash.([secret, asked["nonce"], "00000001", client_nonce, "auth", hash.([method, uri])])

  quoted =
    for {name, value} <- [
          {"username", username},
          {"realm", asked["realm"]},
          {"nonce", asked["nonce"]},
          {"uri", uri},
          {"cnonce", client_nonce},
          {"response", response},
          {"opaque", asked["opaque"]}
        ],
        value != nil,
        do: ~s(#{name}="#{String.replace(value, ~r/["\\\\]/, "\\\\\\\\\\\\0")}")

  "Digest " <> Enum.join(quoted ++ ["algorithm=" <> asked["algorithm"], "qop=auth", "nc=00000001"], ", ")
end`.split('\n')
