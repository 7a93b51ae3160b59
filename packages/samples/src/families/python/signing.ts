import { python } from '../../languages/python.ts'
import type { AwsSignatureAuth, ClientCredentialsAuth, JwtAuth, OAuth1Auth } from '../../request/auth.ts'
import { lines } from '../../writer/lines.ts'
import { type PythonProgram, TAB } from './program.ts'

/** Lines that make `token` of a secret. */
export function jwt(program: PythonProgram, auth: JwtAuth): string[] {
  const { claims } = auth
  const has = (name: string) => claims.members.some(member => member.name.length === 1 && member.name[0] === name)
  program.import('import base64')
  program.import('import hashlib')
  program.import('import hmac')
  program.import('import json')
  program.define('signed_token', [
    'def signed_token(header, claims, key, digest):',
    `${TAB}"""A JSON Web Token, RFC 7519."""`,
    `${TAB}def encoded(data):`,
    `${TAB}${TAB}return base64.urlsafe_b64encode(data).rstrip(b"=").decode()`,
    '',
    `${TAB}content = ".".join(encoded(json.dumps(part).encode()) for part in (header, claims))`,
    `${TAB}return content + "." + encoded(hmac.digest(key, content.encode(), digest))`,
  ])
  const times = [
    !has('iat') && `claims["iat"] = int(time.time())`,
    !has('exp') && `claims["exp"] = int(time.time()) + 300`,
  ]
  if (!has('iat') || !has('exp')) program.import('import time')
  const secret = program.text(auth.secret)
  const key = auth.secretIsBase64 ? `base64.b64decode(${secret})` : `${secret}.encode()`
  const keyId = auth.keyId.length === 0 ? '' : `, "kid": ${program.text(auth.keyId)}`
  const structure = program.structure(claims)
  return lines(
    structure.map((line, at) => (at === 0 ? `claims = ${line}` : line)),
    times,
    `header = {"alg": "${auth.algorithm}", "typ": "JWT"${keyId}}`,
    `token = signed_token(header, claims, ${key}, "sha${auth.algorithm.slice(2)}")`,
  )
}

/** What is posted for a token of OAuth 2: the fields, and the pair of client and secret where those go as Basic. */
export function tokenFields(program: PythonProgram, auth: ClientCredentialsAuth): { fields: string; basic?: string } {
  const id = program.text(auth.clientId)
  const secret = program.text(auth.clientSecret)
  const fields = [
    '"grant_type": "client_credentials"',
    ...(auth.clientIn === 'body' ? [`"client_id": ${id}`, `"client_secret": ${secret}`] : []),
    ...(auth.scope.length === 0 ? [] : [`"scope": ${program.text(auth.scope)}`]),
  ]
  return { fields: `{${fields.join(', ')}}`, ...(auth.clientIn === 'header' ? { basic: `${id}, ${secret}` } : {}) }
}

/** A call that gives the headers of a signed request; its first arguments are expressions for the request. */
export function awsHeaders(program: PythonProgram, auth: AwsSignatureAuth, request: readonly string[]): string {
  program.import('import hashlib')
  program.import('import hmac')
  program.import('from datetime import datetime, timezone')
  program.import('from urllib.parse import parse_qsl, quote, urlsplit')
  program.define('aws_headers', AWS)
  const { accessKeyId, secretAccessKey, sessionToken, region, service } = auth
  const values = [accessKeyId, secretAccessKey, sessionToken, region, service].map(value => program.text(value))
  return `aws_headers(${[...request, ...values].join(', ')})`
}

/** A call that gives the value of `Authorization`; its first arguments are expressions for the request. */
export function oauth1Header(program: PythonProgram, auth: OAuth1Auth, request: readonly string[]): string {
  program.import('import base64')
  program.import('import hmac')
  program.import('import secrets')
  program.import('import time')
  program.import('from urllib.parse import parse_qsl, quote, urlsplit')
  program.define('oauth1_header', OAUTH1)
  const { consumerKey, consumerSecret, token, tokenSecret, realm } = auth
  const values = [consumerKey, consumerSecret, token, tokenSecret, realm].map(value => program.text(value))
  const isForm = program.plan.body.kind === 'form' ? 'True' : 'False'
  return `oauth1_header(${[...request, isForm, python.string(auth.method), ...values].join(', ')})`
}

export function oauth1Note({ auth }: PythonProgram['plan']): string[] {
  return auth.kind === 'oauth1' && auth.in === 'query'
    ? ['OAuth 1 goes into the header Authorization, not into the query.']
    : []
}

const AWS = `def aws_headers(method, url, body, access_key_id, secret_access_key, session_token, region, service):
    """Headers that sign a request with AWS Signature Version 4."""
    address = urlsplit(url)
    moment = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    headers = {
        "host": address.netloc,
        "x-amz-content-sha256": hashlib.sha256(body).hexdigest(),
        "x-amz-date": moment,
    }
    if session_token:
        headers["x-amz-security-token"] = session_token
    signed = ";".join(sorted(headers))
    path = address.path or "/"
    query = sorted((quote(name, safe="~"), quote(value, safe="~")) for name, value in parse_qsl(address.query, True))
    canonical = "\\n".join([
        method,
        path if service == "s3" else quote(path, safe="/~"),
        "&".join(f"{name}={value}" for name, value in query),
        *(f"{name}:{headers[name]}" for name in sorted(headers)),
        "",
        signed,
        headers["x-amz-content-sha256"],
    ])
    scope = f"{moment[:8]}/{region}/{service}/aws4_request"
    key = ("AWS4" + secret_access_key).encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    text = f"AWS4-HMAC-SHA256\\n{moment}\\n{scope}\\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    headers["Authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={access_key_id}/{scope}, SignedHeaders={signed}, Signature={signature}"
    )
    del headers["host"]
    return headers`.split('\n')

const OAUTH1 = `def oauth1_header(method, url, body, is_form, algorithm, key, secret, token, token_secret, realm):
    """The header that signs a request with OAuth 1, RFC 5849."""
    def escape(text):
        return quote(text, safe="~")

    fields = {
        "oauth_consumer_key": key,
        "oauth_nonce": secrets.token_hex(16),
        "oauth_signature_method": algorithm,
        "oauth_timestamp": str(int(time.time())),
        "oauth_version": "1.0",
    }
    if token:
        fields["oauth_token"] = token
    address = urlsplit(url)
    pairs = [*fields.items(), *parse_qsl(address.query, True), *(parse_qsl(body.decode(), True) if is_form else [])]
    normalized = "&".join(f"{name}={value}" for name, value in sorted((escape(n), escape(v)) for n, v in pairs))
    place = f"{address.scheme}://{address.netloc}{address.path or '/'}"
    signing_key = f"{escape(secret)}&{escape(token_secret)}"
    if algorithm == "PLAINTEXT":
        fields["oauth_signature"] = signing_key
    else:
        base = "&".join(escape(part) for part in (method, place, normalized))
        digest = hmac.digest(signing_key.encode(), base.encode(), algorithm[5:].lower())
        fields["oauth_signature"] = base64.b64encode(digest).decode()
    if realm:
        fields = {"realm": realm, **fields}
    return "OAuth " + ", ".join(f'{name}="{escape(value)}"' for name, value in fields.items())`.split('\n')
