import { java } from '../../languages/java.ts'
import { identifier } from '../../languages/naming.ts'
import { signingNotes } from '../../program/notes.ts'
import { expression, pairPieces, urlPieces } from '../../program/pieces.ts'
import { planOf, withContentType } from '../../program/plan.ts'
import { wrap } from '../../program/structure.ts'
import type { ClientCredentialsAuth, JwtAuth } from '../../request/auth.ts'
import { type Code, indent, lines, sections } from '../../writer/lines.ts'
import type { Target } from '../target.ts'
import { javaJson } from './json.ts'
import { JavaProgram, joined, TAB } from './program.ts'
import { readReply } from './reply.ts'
import { INSTALL, script } from './script.ts'

export const javaHttpClient: Target = {
  id: 'java-httpclient',
  language: 'Java',
  title: 'Java with HttpClient and Jackson',
  extension: 'java',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: javaJson,
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'oauth2', 'jwt'])
    const program = new JavaProgram(plan)
    program.import(
      'java.net.URI',
      'java.net.http.HttpClient',
      'java.net.http.HttpRequest',
      'java.net.http.HttpResponse',
      'java.time.Duration',
    )
    const { types, read } = readReply(program)
    const url = expression(
      urlPieces(plan, program.scope, variable => program.encode(variable)),
      joined,
    )
    const { declared, publisher } = program.body()
    const main = sections(
      program.settings(),
      `HttpClient client = HttpClient.newBuilder().connectTimeout(${program.timeout}).build();`,
      token(program),
      [`String url = ${url};`, declared],
      send(program, publisher),
      read,
    )
    const name = identifier([options.name], 'pascal')
    const text = script(program, name, types, main)
    return {
      files: [{ name: `${name}.java`, text }],
      install: INSTALL,
      run: `java -cp 'lib/*' ${name}.java`,
      notes: [...request.notes, ...signingNotes(plan)],
    }
  },
}

function token(program: JavaProgram): Code {
  const { auth } = program.plan
  if (auth.kind === 'jwt') return jwt(program, auth)
  return auth.kind === 'oauth2' && clientCredentials(program, auth)
}

function jwt(program: JavaProgram, auth: JwtAuth): Code {
  const algorithm = `HmacSHA${auth.algorithm.slice(2)}`
  program.mapper()
  program.import(
    'java.nio.charset.StandardCharsets',
    'java.util.Base64',
    'java.util.Map',
    'javax.crypto.Mac',
    'javax.crypto.spec.SecretKeySpec',
  )
  program.define('signedToken', [
    'static String signedToken(Map<String, Object> header, Map<String, Object> claims, byte[] key, String algorithm) throws Exception {',
    `${TAB}var encoder = Base64.getUrlEncoder().withoutPadding();`,
    `${TAB}String content = encoder.encodeToString(MAPPER.writeValueAsBytes(header))`,
    `${TAB}${TAB}+ "." + encoder.encodeToString(MAPPER.writeValueAsBytes(claims));`,
    `${TAB}Mac mac = Mac.getInstance(algorithm);`,
    `${TAB}mac.init(new SecretKeySpec(key, algorithm));`,
    `${TAB}return content + "." + encoder.encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));`,
    '}',
  ])
  const has = (name: string) => auth.claims.members.some(member => member.name.length === 1 && member.name[0] === name)
  const keyId = auth.keyId.length === 0 ? '' : `, "kid", ${program.text(auth.keyId)}`
  const secret = program.text(auth.secret)
  const key = auth.secretIsBase64
    ? `Base64.getDecoder().decode(${secret})`
    : `(${secret}).getBytes(StandardCharsets.UTF_8)`
  return lines(
    wrap(program.structure(auth.claims), 'Map<String, Object> claims = ', ';'),
    !has('iat') && 'claims.put("iat", System.currentTimeMillis() / 1000);',
    !has('exp') && 'claims.put("exp", System.currentTimeMillis() / 1000 + 300);',
    `String token = signedToken(object("alg", "${auth.algorithm}", "typ", "JWT"${keyId}), claims, ${key}, "${algorithm}");`,
  )
}

function basic(program: JavaProgram, username: string, password: string): string {
  program.import('java.nio.charset.StandardCharsets', 'java.util.Base64')
  program.define('basic', [
    'static String basic(String username, String password) {',
    `${TAB}byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);`,
    `${TAB}return "Basic " + Base64.getEncoder().encodeToString(pair);`,
    '}',
  ])
  return `basic(${username}, ${password})`
}

function clientCredentials(program: JavaProgram, auth: ClientCredentialsAuth): Code {
  program.mapper()
  program.import('java.io.IOException')
  const pairs = [
    { name: ['grant_type'], value: ['client_credentials'] },
    ...(auth.scope.length > 0 ? [{ name: ['scope'], value: auth.scope }] : []),
    ...(auth.clientIn === 'body'
      ? [
          { name: ['client_id'], value: auth.clientId },
          { name: ['client_secret'], value: auth.clientSecret },
        ]
      : []),
  ]
  const form = expression(
    pairPieces(pairs, program.scope, variable => program.encode(variable)),
    joined,
  )
  const chain = [
    '.header("Content-Type", "application/x-www-form-urlencoded")',
    auth.clientIn === 'header' &&
      `.header("Authorization", ${basic(program, program.text(auth.clientId), program.text(auth.clientSecret))})`,
    `.timeout(${program.timeout})`,
    `.POST(HttpRequest.BodyPublishers.ofString(${form}))`,
    '.build();',
  ]
  return [
    'String token = null;',
    'try {',
    indent(TAB, [
      `HttpRequest grant = HttpRequest.newBuilder(URI.create(${program.text(auth.tokenUrl)}))`,
      indent(TAB, chain),
      'HttpResponse<String> granted = client.send(grant, HttpResponse.BodyHandlers.ofString());',
      'token = MAPPER.readTree(granted.body()).path("access_token").asText(null);',
    ]),
    '} catch (IOException | IllegalArgumentException error) {',
    `${TAB}fail("No token could be had: " + error);`,
    '}',
    'if (token == null) fail("No token could be had.");',
  ]
}

function send(program: JavaProgram, publisher: string): Code {
  const { plan } = program
  const { auth } = plan
  program.import('java.io.IOException')
  const chain = [
    `.method(${java.string(plan.request.method)}, ${publisher})`,
    withContentType(plan).map(({ name, value }) => `.header(${java.string(name)}, ${program.text(value)})`),
    plan.body.kind === 'multipart' && '.header("Content-Type", "multipart/form-data; boundary=" + boundary)',
    auth.kind === 'basic' &&
      `.header("Authorization", ${basic(program, program.text(auth.username), program.text(auth.password))})`,
    (auth.kind === 'jwt' || auth.kind === 'oauth2') && '.header("Authorization", "Bearer " + token)',
    `.timeout(${program.timeout})`,
    '.build();',
  ]
  const failed = program.failed('status', { any: 'status / 100 != 2' })
  return [
    'int status = 0;',
    'String text = "";',
    'try {',
    indent(TAB, [
      'HttpRequest request = HttpRequest.newBuilder(URI.create(url))',
      indent(TAB, chain),
      'HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());',
      'status = response.statusCode();',
      'text = response.body();',
    ]),
    '} catch (IOException | IllegalArgumentException error) {',
    `${TAB}fail("The request failed: " + error);`,
    '}',
    `if (${failed}) fail("The server answered " + status + ", not ${program.expected}:\\n" + ${program.said('text')});`,
  ]
}
