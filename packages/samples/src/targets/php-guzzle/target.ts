import { phpJson } from '../../families/php/json.ts'
import { jwt, PhpProgram, TAB } from '../../families/php/program.ts'
import { readAnswer } from '../../families/php/reply.ts'
import { php } from '../../languages/php.ts'
import { together } from '../../program/headers.ts'
import { signingNotes } from '../../program/notes.ts'
import { planOf, withContentType } from '../../program/plan.ts'
import type { Part } from '../../request/body.ts'
import { block, type Code } from '../../writer/lines.ts'
import type { Target } from '../target.ts'

export const phpGuzzle: Target = {
  id: 'php-guzzle',
  language: 'PHP',
  title: 'PHP with Guzzle',
  extension: 'php',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: phpJson,
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'digest', 'oauth2', 'jwt'])
    const program = new PhpProgram(plan)
    program.import("require __DIR__ . '/vendor/autoload.php';")
    const text = program.file(
      `$client = new GuzzleHttp\\Client(['timeout' => (float) ${program.timeout}, 'http_errors' => false]);`,
      token(program),
      [`$url = ${program.url()};`, body(program)],
      send(program),
      readAnswer(program),
    )
    const name = `${options.name}.php`
    return {
      files: [{ name, text }],
      install: ['composer require guzzlehttp/guzzle'],
      run: `php ${name}`,
      notes: [...request.notes, ...signingNotes(plan)],
    }
  },
}

function token(program: PhpProgram): Code {
  const { auth } = program.plan
  if (auth.kind === 'jwt') return jwt(program, auth)
  if (auth.kind !== 'oauth2') return []
  const id = program.text(auth.clientId)
  const secret = program.text(auth.clientSecret)
  const fields = [
    "'grant_type' => 'client_credentials',",
    auth.clientIn === 'body' && [`'client_id' => ${id},`, `'client_secret' => ${secret},`],
    auth.scope.length > 0 && `'scope' => ${program.text(auth.scope)},`,
  ]
  const options = [
    auth.clientIn === 'header' && `'auth' => [${id}, ${secret}],`,
    block(TAB, "'form_params' => [", fields, '],'),
  ]
  return [
    'try {',
    `${TAB}$granted = $client->post(${program.text(auth.tokenUrl)}, [`,
    block(TAB, '', options, '')
      .slice(1, -1)
      .map(line => TAB + line),
    `${TAB}]);`,
    '} catch (GuzzleHttp\\Exception\\GuzzleException $error) {',
    `${TAB}fail('No token could be had: ' . $error->getMessage());`,
    '}',
    "$token = json_decode((string) $granted->getBody(), true)['access_token'] ?? fail('No token could be had.');",
  ]
}

function body(program: PhpProgram): Code {
  const { body: sent } = program.plan
  if (sent.kind === 'none') return []
  if (sent.kind !== 'multipart') return program.textBody(sent)
  return block(
    TAB,
    '$parts = [',
    sent.parts.map(part => partOf(part, program)),
    '];',
  )
}

function partOf(part: Part, program: PhpProgram): string {
  const type =
    part.contentType === undefined ? '' : `, 'headers' => ['Content-Type' => ${php.string(part.contentType)}]`
  const name = program.text(part.name)
  if (part.kind === 'text') return `['name' => ${name}, 'contents' => ${program.text(part.value)}${type}],`
  const path = program.scope.input(part.input)
  const fileName = part.fileName === undefined ? `basename(${path})` : php.string(part.fileName)
  return `['name' => ${name}, 'contents' => ${program.content(part.input)}, 'filename' => ${fileName}${type}],`
}

function send(program: PhpProgram): Code {
  const { plan } = program
  const { auth } = plan
  const headers = together(withContentType(plan)).map(
    ({ name, value }) => `${php.string(name)} => ${program.text(value)},`,
  )
  if (auth.kind === 'jwt' || auth.kind === 'oauth2') headers.push('\'Authorization\' => "Bearer $token",')
  const options = [
    headers.length > 0 && block(TAB, "'headers' => [", headers, '],'),
    auth.kind === 'basic' && `'auth' => [${program.text(auth.username)}, ${program.text(auth.password)}],`,
    auth.kind === 'digest' && `'auth' => [${program.text(auth.username)}, ${program.text(auth.password)}, 'digest'],`,
    plan.body.kind === 'multipart' && "'multipart' => $parts,",
    plan.body.kind !== 'none' && plan.body.kind !== 'multipart' && "'body' => $body,",
  ]
  return [
    'try {',
    block(TAB, `$response = $client->request(${php.string(plan.request.method)}, $url, [`, options, ']);').map(
      line => TAB + line,
    ),
    '} catch (GuzzleHttp\\Exception\\GuzzleException $error) {',
    `${TAB}fail('The request failed: ' . $error->getMessage());`,
    '}',
    '$status = $response->getStatusCode();',
    '$text = (string) $response->getBody();',
  ]
}
