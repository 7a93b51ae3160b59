import { rust } from '../../languages/rust.ts'
import { signingNotes } from '../../program/notes.ts'
import { expression, pairPieces, urlPieces } from '../../program/pieces.ts'
import { planOf, withContentType } from '../../program/plan.ts'
import { wrap } from '../../program/structure.ts'
import type { ClientCredentialsAuth, JwtAuth } from '../../request/auth.ts'
import { type Code, indent, lines, sections } from '../../writer/lines.ts'
import type { Target } from '../target.ts'
import { rustJson } from './json.ts'
import { formatted, RustProgram, TAB } from './program.ts'
import { project } from './project.ts'
import { readReply } from './reply.ts'

export const rustReqwest: Target = {
  id: 'rust-reqwest',
  language: 'Rust',
  title: 'Rust with reqwest',
  extension: 'rs',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: rustJson,
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'oauth2', 'jwt'])
    const program = new RustProgram(plan)
    program.import('std::time::Duration')
    const { types, read } = readReply(program)
    const url = expression(
      urlPieces(plan, program.scope, variable => program.encode(variable)),
      formatted,
    )
    const { declared, added } = program.body()
    const main = sections(
      program.settings(),
      client(program),
      token(program),
      [`let url = ${url};`.replace(/^let url = (\w+);$/, 'let url = $1.clone();'), declared],
      send(program, added),
      read,
    )
    return {
      files: project(program, types, main, ['reqwest = { version = "0.12", features = ["blocking", "multipart"] }']),
      install: [],
      run: 'cargo run --quiet',
      notes: [...request.notes, ...signingNotes(plan)],
    }
  },
}

function client(program: RustProgram): Code {
  const failed = 'unwrap_or_else(|error| fail(&format!("The client cannot be made: {error}")))'
  return [
    'let client = reqwest::blocking::Client::builder()',
    indent(TAB, `.timeout(Duration::from_secs_f64(${program.timeout}))`, '.build()', `.${failed};`),
  ]
}

function token(program: RustProgram): Code {
  const { auth } = program.plan
  if (auth.kind === 'jwt') return jwt(program, auth)
  return auth.kind === 'oauth2' && clientCredentials(program, auth)
}

function jwt(program: RustProgram, auth: JwtAuth): Code {
  for (const crate of ['base64', 'hmac', 'serde_json', 'sha2']) program.crates.add(crate)
  program.import('base64::{engine::general_purpose, Engine}', 'hmac::{Hmac, Mac}')
  const digest = `sha2::Sha${auth.algorithm.slice(2)}`
  program.define('signed_token', [
    'fn signed_token(header: &serde_json::Value, claims: &serde_json::Value, key: &[u8]) -> String {',
    `${TAB}let encode = |data: &[u8]| general_purpose::URL_SAFE_NO_PAD.encode(data);`,
    `${TAB}let content = format!("{}.{}", encode(header.to_string().as_bytes()), encode(claims.to_string().as_bytes()));`,
    `${TAB}let mut mac = Hmac::<${digest}>::new_from_slice(key).expect("a key may have any length");`,
    `${TAB}mac.update(content.as_bytes());`,
    `${TAB}format!("{content}.{}", encode(&mac.finalize().into_bytes()))`,
    '}',
  ])
  const has = (name: string) => auth.claims.members.some(member => member.name.length === 1 && member.name[0] === name)
  const isTimed = !has('iat') || !has('exp')
  const secret = program.ref(auth.secret)
  const keyId = auth.keyId.length === 0 ? '' : `, "kid": ${program.ref(auth.keyId)}`
  return lines(
    wrap(program.structure(auth.claims), `let ${isTimed ? 'mut ' : ''}claims = serde_json::json!(`, ');'),
    isTimed &&
      'let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());',
    !has('iat') && 'claims["iat"] = now.into();',
    !has('exp') && 'claims["exp"] = (now + 300).into();',
    auth.secretIsBase64
      ? `let key = general_purpose::STANDARD.decode(${secret}).unwrap_or_else(|_| fail("The secret is no base64."));`
      : `let key = ${program.text(auth.secret)}.as_bytes().to_vec();`,
    `let header = serde_json::json!({"alg": "${auth.algorithm}", "typ": "JWT"${keyId}});`,
    'let token = signed_token(&header, &claims, &key);',
  )
}

function clientCredentials(program: RustProgram, auth: ClientCredentialsAuth): Code {
  program.crates.add('serde_json')
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
    formatted,
  )
  return [
    'let granted = client',
    indent(TAB, [
      `.post(${program.ref(auth.tokenUrl)})`,
      '.header("Content-Type", "application/x-www-form-urlencoded")',
      auth.clientIn === 'header' &&
        `.basic_auth(${program.ref(auth.clientId)}, Some(${program.ref(auth.clientSecret)}))`,
      `.body(${form})`,
      '.send()',
      '.and_then(|response| response.error_for_status()?.text())',
      '.unwrap_or_else(|error| fail(&format!("No token could be had: {error}")));',
    ]),
    'let granted: serde_json::Value = serde_json::from_str(&granted).unwrap_or_default();',
    'let token = granted["access_token"].as_str().unwrap_or_else(|| fail("No token could be had."));',
  ]
}

const METHODS = new Set(['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH'])

function send(program: RustProgram, added: string | undefined): Code {
  const { plan } = program
  const { auth } = plan
  const { method } = plan.request
  const verb = METHODS.has(method)
    ? `reqwest::Method::${method}`
    : `reqwest::Method::from_bytes(b${rust.string(method)}).unwrap()`
  const chain = [
    `.request(${verb}, &url)`,
    withContentType(plan).map(({ name, value }) => `.header(${rust.string(name)}, ${program.ref(value)})`),
    auth.kind === 'basic' && `.basic_auth(${program.ref(auth.username)}, Some(${program.ref(auth.password)}))`,
    (auth.kind === 'jwt' || auth.kind === 'oauth2') && '.header("Authorization", format!("Bearer {token}"))',
    added,
    '.send()',
    '.unwrap_or_else(|error| fail(&format!("The request failed: {error:?}")));',
  ]
  const failed = program.failed('status', { any: 'status / 100 != 2' })
  return [
    'let response = client',
    indent(TAB, lines(chain)),
    'let status = response.status().as_u16();',
    'let text = response.text().unwrap_or_else(|error| fail(&format!("The request failed: {error}")));',
    `if ${failed} {`,
    `${TAB}fail(&format!("The server answered {status}, not ${program.expected}:\\n{}"${program.said()}));`,
    '}',
  ]
}
