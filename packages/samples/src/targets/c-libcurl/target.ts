import { c } from '../../languages/c.ts'
import { roundingNotes, signingNotes } from '../../program/notes.ts'
import { expression, pairPieces, urlPieces } from '../../program/pieces.ts'
import { planOf, withContentType } from '../../program/plan.ts'
import { Program } from '../../program/program.ts'
import type { ClientCredentialsAuth } from '../../request/auth.ts'
import { isRequired } from '../../request/input.ts'
import { template } from '../../request/template.ts'
import { block, type Code, sections } from '../../writer/lines.ts'
import type { Target } from '../target.ts'
import { body, escaped, pieced } from './body.ts'
import { COLLECT, FAIL, JOIN, SETTING, TELL } from './functions.ts'
import { cJson } from './json.ts'
import { readAnswer, TAB } from './reply.ts'
import { STANDARD, script } from './script.ts'

const FIXED = [
  'fail',
  'setting',
  'joined',
  'collect',
  'buffer',
  'answer',
  'encoded',
  'quoted',
  'content',
  'document',
  'body',
  'form',
  'part',
  'headers',
  'handle',
  'status',
  'code',
  'reply',
  'value',
  'token',
  'url',
  'entry',
  'size',
  'granted',
  'found',
  'tell',
  'problem',
]

export const cLibcurl: Target = {
  id: 'c-libcurl',
  language: 'C',
  title: 'C with libcurl and cJSON',
  extension: 'c',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: cJson,
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'digest', 'oauth2', 'awsSigV4'])
    const program = new Program(plan, c, 'snake', FIXED, pieced)
    for (const [name, code] of Object.entries({ fail: FAIL, setting: SETTING, collect: COLLECT, joined: JOIN })) {
      program.define(name, code)
    }
    const main = sections(
      settings(program),
      ['CURL *handle = curl_easy_init();', 'if (handle == NULL) fail("libcurl cannot start.");'],
      token(program),
      `const char *url = ${expression(urlPieces(plan, program.scope, escaped), pieced)};`,
      body(program),
      send(program),
      readAnswer(program),
      ['curl_easy_cleanup(handle);', 'return 0;'],
    )
    const name = `${options.name}.c`
    const text = script(program, [...STANDARD, 'cjson/cJSON.h', 'curl/curl.h'], main)
    return {
      files: [{ name, text }],
      install: ['sudo apt-get install gcc libcurl4-openssl-dev libcjson-dev'],
      run: `cc ${name} -o ${options.name} -lcurl -lcjson && ./${options.name}`,
      notes: [...request.notes, ...signingNotes(plan), ...roundingNotes(plan)],
    }
  },
}

function settings(program: Program): Code {
  return program.plan.request.inputs.map(input => {
    const name = program.scope.input(input.name)
    const read = `setting(${c.string(input.env)}, ${isRequired(input) ? 'NULL' : c.string(input.default ?? '')})`
    if (input === program.plan.timeout) {
      return [
        `double ${name} = atof(${read}); /* seconds */`,
        `if (${name} <= 0) fail(${c.string(`${input.env} must be a number of seconds.`)});`,
      ]
    }
    if (input.kind !== 'baseUrl') return `const char *${name} = ${read};`
    program.define('without_slash', [
      'static char *without_slash(const char *text) {',
      `${TAB}char *copy = strdup(text);`,
      `${TAB}size_t size = strlen(copy);`,
      `${TAB}while (size > 0 && copy[size - 1] == '/') copy[--size] = '\\0';`,
      `${TAB}return copy;`,
      '}',
    ])
    return `const char *${name} = without_slash(${read});`
  })
}

function token(program: Program): Code {
  const { auth } = program.plan
  return auth.kind === 'oauth2' && clientCredentials(program, auth)
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
  return [
    'struct buffer granted = {NULL, 0};',
    `curl_easy_setopt(handle, CURLOPT_URL, ${program.text(auth.tokenUrl)});`,
    `curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, (long)(${program.timeout} * 1000));`,
    `curl_easy_setopt(handle, CURLOPT_COPYPOSTFIELDS, ${expression(pairPieces(pairs, program.scope, escaped), pieced)});`,
    isHeader && [
      `curl_easy_setopt(handle, CURLOPT_USERNAME, ${program.text(auth.clientId)});`,
      `curl_easy_setopt(handle, CURLOPT_PASSWORD, ${program.text(auth.clientSecret)});`,
    ],
    'curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, collect);',
    'curl_easy_setopt(handle, CURLOPT_WRITEDATA, &granted);',
    'CURLcode refused = curl_easy_perform(handle);',
    'if (refused != CURLE_OK) fail("No token could be had: %s", curl_easy_strerror(refused));',
    'cJSON *grant = cJSON_Parse(granted.data);',
    'const cJSON *token = cJSON_GetObjectItemCaseSensitive(grant, "access_token");',
    'if (!cJSON_IsString(token)) fail("No token could be had.");',
    'curl_easy_reset(handle);',
  ]
}

function send(program: Program): Code {
  const { plan } = program
  const set = (option: string, value: string) => `curl_easy_setopt(handle, CURLOPT_${option}, ${value});`
  const header = (text: string) => `headers = curl_slist_append(headers, ${text});`
  const hasText = plan.body.kind !== 'none' && plan.body.kind !== 'multipart'
  const failed = program.failed('status', { any: 'status / 100 != 2' })
  return sections(
    [
      'struct curl_slist *headers = NULL;',
      withContentType(plan).map(({ name, value }) => header(program.text(template(`${name}: `, value)))),
      plan.auth.kind === 'oauth2' && header('joined("Authorization: Bearer ", token->valuestring, (char *)NULL)'),
      plan.auth.kind === 'awsSigV4' &&
        plan.auth.sessionToken.length > 0 &&
        header(program.text(template('X-Amz-Security-Token: ', plan.auth.sessionToken))),
    ],
    [
      'struct buffer answer = {NULL, 0};',
      set('URL', 'url'),
      set('PATH_AS_IS', '1L'),
      hasText && [
        set('POSTFIELDSIZE_LARGE', plan.body.kind === 'file' ? '(curl_off_t)size' : '(curl_off_t)strlen(body)'),
        set('POSTFIELDS', 'body'),
      ],
      plan.body.kind === 'multipart' && set('MIMEPOST', 'form'),
      plan.request.method === 'HEAD' ? set('NOBODY', '1L') : set('CUSTOMREQUEST', c.string(plan.request.method)),
      set('HTTPHEADER', 'headers'),
      set('TIMEOUT_MS', `(long)(${program.timeout} * 1000)`),
      authOptions(program, set),
      set('WRITEFUNCTION', 'collect'),
      set('WRITEDATA', '&answer'),
    ],
    [
      'CURLcode code = curl_easy_perform(handle);',
      'if (code != CURLE_OK) fail("The request failed: %s", curl_easy_strerror(code));',
      'collect("", 1, 0, &answer);',
      'long status;',
      'curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);',
      refusal(program, failed),
    ],
  )
}

function authOptions(program: Program, set: (option: string, value: string) => string): Code {
  const { auth } = program.plan
  switch (auth.kind) {
    case 'basic':
    case 'digest':
      return [
        set('HTTPAUTH', `(long)CURLAUTH_${auth.kind.toUpperCase()}`),
        set('USERNAME', program.text(auth.username)),
        set('PASSWORD', program.text(auth.password)),
      ]
    case 'awsSigV4':
      return [
        set('AWS_SIGV4', program.text(template('aws:amz:', auth.region, ':', auth.service))),
        set('USERNAME', program.text(auth.accessKeyId)),
        set('PASSWORD', program.text(auth.secretAccessKey)),
      ]
    case 'none':
    case 'jwt':
    case 'oauth2':
    case 'oauth1':
      return []
  }
}

/** Ends with what a failed answer says: by its fields where those are documented. */
function refusal(program: Program, failed: string): Code {
  const sentence = `The server answered %ld, not ${program.expected}:\\n`
  if (!program.explainsFailures) return `if (${failed}) fail("${sentence}%s", status, answer.data);`
  program.define('tell', TELL)
  return block(
    TAB,
    `if (${failed}) {`,
    [
      `fprintf(stderr, "${sentence}", status);`,
      'cJSON *problem = cJSON_ParseWithOpts(answer.data, NULL, 1);',
      'if (problem == NULL) fail("%s", answer.data);',
      'tell(problem, "");',
      'exit(1);',
    ],
    '}',
  )
}
