import { phpJson } from '../../families/php/json.ts'
import { jwt, PhpProgram, TAB } from '../../families/php/program.ts'
import { readAnswer } from '../../families/php/reply.ts'
import { php } from '../../languages/php.ts'
import { signingNotes } from '../../program/notes.ts'
import { planOf, withContentType } from '../../program/plan.ts'
import type { ClientCredentialsAuth } from '../../request/auth.ts'
import type { Part } from '../../request/body.ts'
import { template } from '../../request/template.ts'
import { block, type Code } from '../../writer/lines.ts'
import type { Target } from '../target.ts'

export const phpCurl: Target = {
  id: 'php-curl',
  language: 'PHP',
  title: 'PHP with curl',
  extension: 'php',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: phpJson,
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'digest', 'oauth2', 'jwt', 'awsSigV4'])
    const program = new PhpProgram(plan)
    const text = program.file(
      token(program),
      [`$url = ${program.url()};`, body(program)],
      send(program),
      readAnswer(program),
    )
    const name = `${options.name}.php`
    return {
      files: [{ name, text }],
      install: ['sudo apt-get install php-cli php-curl'],
      run: `php ${name}`,
      notes: [...request.notes, ...signingNotes(plan)],
    }
  },
}

function token(program: PhpProgram): Code {
  const { auth } = program.plan
  if (auth.kind === 'jwt') return jwt(program, auth)
  return auth.kind === 'oauth2' && clientCredentials(program, auth)
}

function clientCredentials(program: PhpProgram, auth: ClientCredentialsAuth): Code {
  const id = program.text(auth.clientId)
  const secret = program.text(auth.clientSecret)
  const fields = [
    "'grant_type' => 'client_credentials',",
    auth.clientIn === 'body' && [`'client_id' => ${id},`, `'client_secret' => ${secret},`],
    auth.scope.length > 0 && `'scope' => ${program.text(auth.scope)},`,
  ]
  return [
    `$curl = curl_init(${program.text(auth.tokenUrl)});`,
    block(
      TAB,
      'curl_setopt_array($curl, [',
      [
        'CURLOPT_RETURNTRANSFER => true,',
        `CURLOPT_TIMEOUT_MS => (int) (${program.timeout} * 1000),`,
        auth.clientIn === 'header' && `CURLOPT_USERPWD => ${id} . ':' . ${secret},`,
        block(TAB, 'CURLOPT_POSTFIELDS => http_build_query([', fields, ']),'),
      ],
      ']);',
    ),
    '$granted = json_decode((string) curl_exec($curl), true);',
    "$token = $granted['access_token'] ?? fail('No token could be had: ' . curl_error($curl));",
  ]
}

function body(program: PhpProgram): Code {
  const { body: sent } = program.plan
  if (sent.kind === 'none') return []
  return sent.kind === 'multipart' ? multipart(program, sent.parts) : program.textBody(sent)
}

/** PHP's own fields know neither two of one name nor types of parts of text, so the form is put together here. */
function multipart(program: PhpProgram, parts: readonly Part[]): Code {
  program.define('part', [
    "function part(string $boundary, string $name, string $content, string $file_name = '', string $type = ''): string",
    '{',
    `${TAB}$disposition = 'form-data; name="' . addcslashes($name, '"\\\\') . '"';`,
    `${TAB}if ($file_name !== '') {`,
    `${TAB}${TAB}$disposition .= '; filename="' . addcslashes($file_name, '"\\\\') . '"';`,
    `${TAB}}`,
    `${TAB}$type = $type === '' ? '' : "Content-Type: $type\\r\\n";`,
    `${TAB}return "--$boundary\\r\\nContent-Disposition: $disposition\\r\\n$type\\r\\n$content\\r\\n";`,
    '}',
  ])
  const pieces = parts.map(part => {
    const name = program.text(part.name)
    if (part.kind === 'text') {
      const type = part.contentType === undefined ? '' : `, type: ${php.string(part.contentType)}`
      return `part($boundary, ${name}, ${program.text(part.value)}${type})`
    }
    const path = program.scope.input(part.input)
    const fileName = part.fileName === undefined ? `basename(${path})` : php.string(part.fileName)
    const type = php.string(part.contentType ?? 'application/octet-stream')
    return `part($boundary, ${name}, ${program.content(part.input)}, ${fileName}, ${type})`
  })
  return [
    '$boundary = bin2hex(random_bytes(16));',
    block(
      TAB,
      "$body = implode('', [",
      pieces.map(piece => `${piece},`),
      ']) . "--$boundary--\\r\\n";',
    ),
  ]
}

function send(program: PhpProgram): Code {
  const { plan } = program
  const headers = withContentType(plan).map(({ name, value }) => `${program.text(template(`${name}: `, value))},`)
  if (plan.body.kind === 'multipart') headers.unshift('"Content-Type: multipart/form-data; boundary=$boundary",')
  if (plan.auth.kind === 'jwt' || plan.auth.kind === 'oauth2') headers.push('"Authorization: Bearer $token",')
  if (plan.auth.kind === 'awsSigV4' && plan.auth.sessionToken.length > 0) {
    headers.push(`${program.text(template('X-Amz-Security-Token: ', plan.auth.sessionToken))},`)
  }
  const hasBody = plan.body.kind !== 'none'
  const options = [
    `CURLOPT_CUSTOMREQUEST => ${php.string(plan.request.method)},`,
    'CURLOPT_RETURNTRANSFER => true,',
    'CURLOPT_PATH_AS_IS => true,',
    `CURLOPT_TIMEOUT_MS => (int) (${program.timeout} * 1000),`,
    headers.length > 0 && block(TAB, 'CURLOPT_HTTPHEADER => [', headers, '],'),
    authOptions(program),
    hasBody && 'CURLOPT_POSTFIELDS => $body,',
  ]
  return [
    '$curl = curl_init($url);',
    block(TAB, 'curl_setopt_array($curl, [', options, ']);'),
    '$text = curl_exec($curl);',
    block(TAB, 'if ($text === false) {', "fail('The request failed: ' . curl_error($curl));", '}'),
    '$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);',
  ]
}

function authOptions(program: PhpProgram): Code {
  const { auth } = program.plan
  switch (auth.kind) {
    case 'basic':
    case 'digest':
      return [
        `CURLOPT_HTTPAUTH => CURLAUTH_${auth.kind.toUpperCase()},`,
        `CURLOPT_USERPWD => ${program.text(template(auth.username, ':', auth.password))},`,
      ]
    case 'awsSigV4':
      return [
        `CURLOPT_AWS_SIGV4 => ${program.text(template('aws:amz:', auth.region, ':', auth.service))},`,
        `CURLOPT_USERPWD => ${program.text(template(auth.accessKeyId, ':', auth.secretAccessKey))},`,
      ]
    case 'none':
    case 'jwt':
    case 'oauth2':
    case 'oauth1':
      return []
  }
}
