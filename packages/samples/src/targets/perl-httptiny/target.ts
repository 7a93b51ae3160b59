import { perl } from '../../languages/perl.ts'
import { signingNotes } from '../../program/notes.ts'
import { expression, pairPieces, urlPieces } from '../../program/pieces.ts'
import { planOf, withContentType } from '../../program/plan.ts'
import { Program } from '../../program/program.ts'
import { wrap } from '../../program/structure.ts'
import type { ClientCredentialsAuth, JwtAuth } from '../../request/auth.ts'
import { isRequired } from '../../request/input.ts'
import { block, type Code, lines, sections } from '../../writer/lines.ts'
import type { Target } from '../target.ts'
import { body, joined, structure, TAB } from './body.ts'
import { perlJson } from './json.ts'
import { readAnswer } from './reply.ts'
import { FAIL, script } from './script.ts'

const FIXED = [
  'http',
  'url',
  'body',
  'boundary',
  'response',
  'status',
  'text',
  'reply',
  'token',
  'claims',
  'json',
  'granted',
]

export const perlHttpTiny: Target = {
  id: 'perl-httptiny',
  language: 'Perl',
  title: 'Perl with HTTP::Tiny',
  extension: 'pl',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: perlJson,
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'oauth2', 'jwt'])
    const program = new Program(plan, perl, 'snake', FIXED, joined, '$')
    program.import('Encode qw(decode encode)', 'HTTP::Tiny', 'JSON::PP')
    for (const [name, code] of FUNCTIONS) program.define(name, code)
    const parts = sections(
      settings(program),
      `my $http = HTTP::Tiny->new(timeout => ${program.timeout}, verify_SSL => 1);`,
      token(program),
      [`my $url = ${expression(urlPieces(plan, program.scope, encoded), joined)};`, body(program)],
      send(program),
      readAnswer(program),
    )
    const name = `${options.name}.pl`
    const text = script(program, parts)
    return {
      files: [{ name, text }],
      install: [],
      run: `perl ${name}`,
      notes: [...request.notes, ...signingNotes(plan)],
    }
  },
}

const FUNCTIONS: readonly (readonly [string, readonly string[]])[] = [
  ['fail', FAIL],
  [
    'setting',
    [
      'sub setting {',
      `${TAB}my ($name, $default) = @_;`,
      `${TAB}my $text = $ENV{$name};`,
      `${TAB}return decode('UTF-8', $text) if defined $text && $text ne '';`,
      `${TAB}return $default // fail("Set the environment variable $name.");`,
      '}',
    ],
  ],
  [
    'encoded',
    [
      '# What stands for itself in an address: the unreserved characters of RFC 3986.',
      'sub encoded {',
      `${TAB}my $bytes = encode('UTF-8', $_[0]);`,
      `${TAB}$bytes =~ s/([^A-Za-z0-9\\-._~])/sprintf '%%%02X', ord $1/ge;`,
      `${TAB}return $bytes;`,
      '}',
    ],
  ],
]

function encoded(variable: string): string {
  return `encoded(${variable})`
}

function settings(program: Program): Code {
  return program.plan.request.inputs.map(input => {
    const name = program.scope.input(input.name)
    const args = [perl.string(input.env), ...(isRequired(input) ? [] : [perl.string(input.default ?? '')])]
    const timeout = input === program.plan.timeout
    return [
      `my ${name} = setting(${args.join(', ')});${timeout ? ' # seconds' : ''}`,
      timeout &&
        `fail(${perl.string(`${input.env} must be a number of seconds.`)}) if ${name} !~ /^\\d+(?:\\.\\d+)?$/;`,
      input.kind === 'baseUrl' && `${name} =~ s{/+$}{};`,
    ]
  })
}

function token(program: Program): Code {
  const { auth } = program.plan
  if (auth.kind === 'jwt') return jwt(program, auth)
  return auth.kind === 'oauth2' && clientCredentials(program, auth)
}

function jwt(program: Program, auth: JwtAuth): Code {
  program.import('Digest::SHA', 'MIME::Base64 qw(decode_base64 encode_base64)')
  program.define('signed_token', [
    'sub signed_token {',
    `${TAB}my ($header, $claims, $key, $hmac) = @_;`,
    `${TAB}my $encoded = sub { (encode_base64($_[0], '') =~ tr{+/}{-_}r) =~ s/=+$//r };`,
    `${TAB}my $content = join '.', map { $encoded->(JSON::PP->new->utf8->canonical->encode($_)) } $header, $claims;`,
    `${TAB}return $content . '.' . $encoded->($hmac->($content, $key));`,
    '}',
  ])
  const has = (name: string) => auth.claims.members.some(member => member.name.length === 1 && member.name[0] === name)
  const secret = program.text(auth.secret)
  const keyId = auth.keyId.length === 0 ? '' : `, kid => ${program.text(auth.keyId)}`
  const key = auth.secretIsBase64 ? `decode_base64(${secret})` : `encode('UTF-8', ${secret})`
  return lines(
    wrap(structure(program, auth.claims), 'my $claims = ', ';'),
    !has('iat') && '$claims->{iat} = time;',
    !has('exp') && '$claims->{exp} = time + 300;',
    `my $token = signed_token({ alg => '${auth.algorithm}', typ => 'JWT'${keyId} }, $claims, ${key}, \\&Digest::SHA::hmac_sha${auth.algorithm.slice(2)});`,
  )
}

function clientCredentials(program: Program, auth: ClientCredentialsAuth): Code {
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
  const isHeader = auth.clientIn === 'header'
  if (isHeader) program.import('MIME::Base64 qw(decode_base64 encode_base64)')
  const pair = program.text([...auth.clientId, ':', ...auth.clientSecret])
  const headers = [
    "'Content-Type' => 'application/x-www-form-urlencoded',",
    isHeader && `Authorization => 'Basic ' . encode_base64(encode('UTF-8', ${pair}), ''),`,
  ]
  return [
    `my $granted = $http->request('POST', ${program.text(auth.tokenUrl)}, {`,
    block(
      TAB,
      `${TAB}headers => {`,
      headers.map(line => line && TAB + line),
      `${TAB}},`,
    ),
    `${TAB}content => ${expression(pairPieces(pairs, program.scope, encoded), joined)},`,
    '});',
    'fail("No token could be had: the server answered $granted->{status}.") if !$granted->{success};',
    'my $token = JSON::PP->new->utf8->decode($granted->{content})->{access_token};',
  ]
}

function send(program: Program): Code {
  const { plan } = program
  const { auth } = plan
  const byName = Map.groupBy(withContentType(plan), ({ name }) => name.toLowerCase())
  const headers = [...byName.values()].map(same => {
    const values = same.map(({ value }) => `encode('UTF-8', ${program.text(value)})`)
    return `${perl.string(same[0]?.name ?? '')} => ${values.length === 1 ? values[0] : `[${values.join(', ')}]`},`
  })
  if (plan.body.kind === 'multipart') headers.push('\'Content-Type\' => "multipart/form-data; boundary=$boundary",')
  if (auth.kind === 'jwt' || auth.kind === 'oauth2') headers.push('Authorization => "Bearer $token",')
  if (auth.kind === 'basic') {
    program.import('MIME::Base64 qw(decode_base64 encode_base64)')
    const pair = program.text([...auth.username, ':', ...auth.password])
    headers.push(`Authorization => 'Basic ' . encode_base64(encode('UTF-8', ${pair}), ''),`)
  }
  const said = program.explained("decode('UTF-8', $text)", 'details($text)', { details: DETAILS })
  const failed = program.failed('$status', { any: '$status !~ /^2/' })
  return [
    `my $response = $http->request(${perl.string(plan.request.method)}, $url, {`,
    headers.length > 0 &&
      block(
        TAB,
        `${TAB}headers => {`,
        headers.map(line => TAB + line),
        `${TAB}},`,
      ),
    plan.body.kind !== 'none' && `${TAB}content => $body,`,
    '});',
    'my ($status, $text) = @{$response}{qw(status content)};',
    '# 599 is what HTTP::Tiny itself says.',
    'fail("The request failed: $text") if $status == 599;',
    `fail("The server answered $status, not ${program.expected}:\\n" . ${said}) if ${failed};`,
  ]
}

const DETAILS = `# What a failed answer says, value by value; as it is where it is no JSON.
sub details {
    my ($text) = @_;
    my $error = eval { JSON::PP->new->utf8->decode($text) };
    return defined $error ? join("\\n", fields($error, '')) : decode('UTF-8', $text);
}

sub fields {
    my ($value, $path) = @_;
    return map { fields($value->{$_}, $path eq '' ? $_ : "$path.$_") } sort keys %$value if ref $value eq 'HASH';
    $path = 'reply' if $path eq '';
    return map { fields($value->[$_], $path . "[$_]") } 0 .. $#$value if ref $value eq 'ARRAY';
    return () unless defined $value;
    return "$path = " . (JSON::PP::is_bool($value) ? ($value ? 'true' : 'false') : $value);
}`.split('\n')
