import { wrap } from '../../program/structure.ts'
import { tokenForm, tokenHeader, tokenTimes } from '../../program/tokens.ts'
import type { ClientCredentialsAuth, JwtAuth } from '../../request/auth.ts'
import { template } from '../../request/template.ts'
import { block, type Code, lines } from '../../writer/lines.ts'
import { type CppProgram, TAB } from './program.ts'

/** Lines that make or ask for `token`, where a request needs one. */
export function token(program: CppProgram): Code {
  const { auth } = program.plan
  if (auth.kind === 'jwt') return jwt(program, auth)
  return auth.kind === 'oauth2' && clientCredentials(program, auth)
}

/** Lines that tell `curl` who calls. */
export function authorize(program: CppProgram): Code {
  const { auth } = program.plan
  const set = (option: string, value: string) => `curl_easy_setopt(curl, CURLOPT_${option}, ${value});`
  switch (auth.kind) {
    case 'basic':
    case 'digest':
      return [
        set('HTTPAUTH', `CURLAUTH_${auth.kind.toUpperCase()}`),
        set('USERNAME', program.chars(auth.username)),
        set('PASSWORD', program.chars(auth.password)),
      ]
    case 'awsSigV4':
      return [
        set('AWS_SIGV4', program.chars(template('aws:amz:', auth.region, ':', auth.service))),
        set('USERNAME', program.chars(auth.accessKeyId)),
        set('PASSWORD', program.chars(auth.secretAccessKey)),
      ]
    case 'none':
    case 'jwt':
    case 'oauth2':
    case 'oauth1':
      return []
  }
}

function clientCredentials(program: CppProgram, auth: ClientCredentialsAuth): Code {
  program.import('nlohmann/json.hpp')
  const { clientId, clientSecret } = auth
  return [
    'CURL* token_curl = curl_easy_init();',
    `const std::string form = ${program.pairs(tokenForm(auth))};`,
    'curl_easy_setopt(token_curl, CURLOPT_POSTFIELDS, form.c_str());',
    auth.clientIn === 'header' && [
      `curl_easy_setopt(token_curl, CURLOPT_USERNAME, ${program.chars(clientId)});`,
      `curl_easy_setopt(token_curl, CURLOPT_PASSWORD, ${program.chars(clientSecret)});`,
    ],
    `const Answer granted = perform(token_curl, ${program.text(auth.tokenUrl)}, nullptr, ${program.timeout});`,
    'const json grant = json::parse(granted.text, nullptr, false);',
    block(
      TAB,
      'if (!grant.is_object() || !grant.contains("access_token")) {',
      'fail("No token could be had: the server answered " + std::to_string(granted.status) + ".");',
      '}',
    ),
    'const std::string token = grant["access_token"];',
  ]
}

function jwt(program: CppProgram, auth: JwtAuth): Code {
  program.import('nlohmann/json.hpp', 'openssl/evp.h', 'openssl/hmac.h', 'ctime', 'vector')
  program.define('signed_token', TOKEN)
  const secret = program.text(auth.secret)
  if (auth.secretIsBase64) program.define('decoded', DECODED)
  const key = auth.secretIsBase64 ? `decoded(${secret})` : secret
  return lines(
    wrap(program.structure(auth.claims), 'json claims = ', ';'),
    tokenTimes(auth).map(({ name, inSeconds }) => `claims["${name}"] = std::time(nullptr) + ${inSeconds};`),
    wrap(program.structure(tokenHeader(auth)), 'const json header = ', ';'),
    `const std::string token = signed_token(header, claims, ${key}, EVP_sha${auth.algorithm.slice(2)}());`,
  )
}

const TOKEN = `std::string encoded(const std::string& data) {
    std::vector<unsigned char> text(4 * (data.size() / 3 + 1) + 1);
    const int length = EVP_EncodeBlock(text.data(), reinterpret_cast<const unsigned char*>(data.data()), data.size());
    std::string url_safe;
    for (int at = 0; at < length; ++at) {
        if (text[at] != '=') url_safe += text[at] == '+' ? '-' : text[at] == '/' ? '_' : text[at];
    }
    return url_safe;
}

// A JSON Web Token, RFC 7519.
std::string signed_token(const json& header, const json& claims, const std::string& key, const EVP_MD* digest) {
    const std::string content = encoded(header.dump()) + "." + encoded(claims.dump());
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    HMAC(digest, key.data(), key.size(), reinterpret_cast<const unsigned char*>(content.data()), content.size(), mac, &length);
    return content + "." + encoded(std::string(mac, mac + length));
}`.split('\n')

const DECODED = `std::string decoded(std::string text) {
    while (text.size() % 4 != 0) text += '=';
    std::vector<unsigned char> data(text.size() / 4 * 3 + 1);
    int length = EVP_DecodeBlock(data.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
    if (length < 0) fail("The secret is no base64.");
    for (std::size_t at = text.size(); at > 0 && text[at - 1] == '='; --at) --length;
    return std::string(data.begin(), data.begin() + length);
}`.split('\n')
