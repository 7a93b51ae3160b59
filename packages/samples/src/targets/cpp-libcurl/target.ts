import { cpp } from '../../languages/c.ts'
import { roundingNotes, signingNotes } from '../../program/notes.ts'
import { planOf, withContentType } from '../../program/plan.ts'
import type { Part } from '../../request/body.ts'
import { template } from '../../request/template.ts'
import { type Code, lines } from '../../writer/lines.ts'
import type { Target } from '../target.ts'
import { cppJson } from './json.ts'
import { CppProgram } from './program.ts'
import { readAnswer } from './reply.ts'
import { authorize, token } from './signing.ts'

export const cppLibcurl: Target = {
  id: 'cpp-libcurl',
  language: 'C++',
  title: 'C++ with libcurl and nlohmann/json',
  extension: 'cpp',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: cppJson,
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'digest', 'oauth2', 'jwt', 'awsSigV4'])
    const program = new CppProgram(plan)
    program.import('curl/curl.h')
    program.define('perform', PERFORM)
    const text = program.file(
      token(program),
      [`const std::string url = ${program.url()};`, body(program)],
      send(program),
      readAnswer(program),
    )
    const { name } = options
    const signs = plan.auth.kind === 'jwt'
    return {
      files: [{ name: `${name}.cpp`, text }],
      install: [`sudo apt-get install g++ libcurl4-openssl-dev nlohmann-json3-dev${signs ? ' libssl-dev' : ''}`],
      run: `g++ -std=c++17 ${name}.cpp -o ${name} -lcurl${signs ? ' -lcrypto' : ''} && ./${name}`,
      notes: [...request.notes, ...signingNotes(plan), ...roundingNotes(plan, 'int64')],
    }
  },
}

/** The answer to a request whose method, body and caller are set already. */
const PERFORM = `struct Answer {
    long status;
    std::string text;
};

std::size_t append(char* data, std::size_t size, std::size_t count, void* text) {
    static_cast<std::string*>(text)->append(data, size * count);
    return size * count;
}

Answer perform(CURL* curl, const std::string& url, curl_slist* headers, double timeout) {
    Answer answer{0, ""};
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout * 1000));
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.text);
    const CURLcode result = curl_easy_perform(curl);
    if (result != CURLE_OK) fail(std::string("The request failed: ") + curl_easy_strerror(result));
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return answer;
}`.split('\n')

/** Lines that declare `body`, where there is one that is text. */
function body(program: CppProgram): Code {
  const { body: sent } = program.plan
  switch (sent.kind) {
    case 'none':
    case 'multipart':
      return []
    case 'json':
      return program.document(sent)
    case 'text':
      return `const std::string body = ${program.text(sent.text)};`
    case 'form':
      return `const std::string body = ${program.pairs(sent.fields)};`
    case 'file':
      return `const std::string body = ${program.content(sent.input)};`
  }
}

function send(program: CppProgram): Code {
  const { plan } = program
  const headers = withContentType(plan).map(({ name, value }) => program.chars(template(`${name}: `, value)))
  if (plan.auth.kind === 'jwt' || plan.auth.kind === 'oauth2')
    headers.push('("Authorization: Bearer " + token).c_str()')
  if (plan.auth.kind === 'awsSigV4' && plan.auth.sessionToken.length > 0) {
    headers.push(program.chars(template('X-Amz-Security-Token: ', plan.auth.sessionToken)))
  }
  const method = plan.request.method === 'HEAD' ? 'NOBODY, 1L' : `CUSTOMREQUEST, "${plan.request.method}"`
  return lines(
    'CURL* curl = curl_easy_init();',
    'curl_slist* headers = nullptr;',
    headers.map(header => `headers = curl_slist_append(headers, ${header});`),
    `curl_easy_setopt(curl, CURLOPT_${method});`,
    authorize(program),
    bodyOptions(program),
    `const Answer answer = perform(curl, url, headers, ${program.timeout});`,
  )
}

function bodyOptions(program: CppProgram): Code {
  const { body: sent } = program.plan
  if (sent.kind === 'none') return []
  if (sent.kind !== 'multipart') {
    return [
      'curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));',
      'curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());',
    ]
  }
  return [
    'curl_mime* mime = curl_mime_init(curl);',
    'curl_mimepart* part = nullptr;',
    sent.parts.map(part => partOf(part, program)),
    'curl_easy_setopt(curl, CURLOPT_MIMEPOST, mime);',
  ]
}

function partOf(part: Part, program: CppProgram): Code {
  const type = part.contentType ?? (part.kind === 'file' ? 'application/octet-stream' : undefined)
  return [
    'part = curl_mime_addpart(mime);',
    `curl_mime_name(part, ${program.chars(part.name)});`,
    part.kind === 'text'
      ? `curl_mime_data(part, ${program.chars(part.value)}, CURL_ZERO_TERMINATED);`
      : `if (curl_mime_filedata(part, ${program.scope.input(part.input)}.c_str()) != CURLE_OK) fail("A file cannot be read.");`,
    part.kind === 'file' && part.fileName !== undefined && `curl_mime_filename(part, ${cpp.string(part.fileName)});`,
    type !== undefined && `curl_mime_type(part, ${cpp.string(type)});`,
  ]
}
