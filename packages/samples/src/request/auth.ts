import type { JsonTemplate } from './json.ts'
import type { Template } from './template.ts'

/**
 * Who calls, and how the request shows it. Headers and query of the request do not repeat it.
 * A token of OAuth 2 that the caller has is `bearer`; `oauth2` fetches one first.
 */
export type Auth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: Template; readonly password: Template }
  | { readonly kind: 'bearer'; readonly token: Template }
  | ApiKeyAuth
  /** RFC 7616; what the server asks for (realm, nonce, algorithm) is known when it has answered with 401. */
  | { readonly kind: 'digest'; readonly username: Template; readonly password: Template }
  | ClientCredentialsAuth
  | OAuth1Auth
  | AwsSignatureAuth
  | JwtAuth

export interface ApiKeyAuth {
  readonly kind: 'apiKey'
  readonly in: 'header' | 'query' | 'cookie'
  readonly name: string
  readonly value: Template
}

/** OAuth 2, RFC 6749 §4.4: a form is posted to `tokenUrl`, and its `access_token` sent as `Bearer`. */
export interface ClientCredentialsAuth {
  readonly kind: 'oauth2'
  readonly tokenUrl: Template
  readonly clientId: Template
  readonly clientSecret: Template
  /** Whether id and secret go as HTTP Basic or as the fields `client_id` and `client_secret`. */
  readonly clientIn: 'header' | 'body'
  /** Scopes with spaces between; `[]` when none are asked for. */
  readonly scope: Template
}

/** RFC 5849 */
export interface OAuth1Auth {
  readonly kind: 'oauth1'
  readonly method: 'HMAC-SHA1' | 'HMAC-SHA256' | 'HMAC-SHA512' | 'PLAINTEXT'
  readonly in: 'header' | 'query'
  readonly consumerKey: Template
  readonly consumerSecret: Template
  /** `[]` where the client speaks for itself; then so is the secret. */
  readonly token: Template
  readonly tokenSecret: Template
  /** `[]` when none is sent. */
  readonly realm: Template
}

/** AWS Signature Version 4, in headers. */
export interface AwsSignatureAuth {
  readonly kind: 'awsSigV4'
  readonly accessKeyId: Template
  readonly secretAccessKey: Template
  /** `[]` for keys that do not expire. */
  readonly sessionToken: Template
  readonly region: Template
  readonly service: Template
}

/** A JSON Web Token that the program signs and sends as `Bearer`. */
export interface JwtAuth {
  readonly kind: 'jwt'
  readonly algorithm: 'HS256' | 'HS384' | 'HS512'
  readonly secret: Template
  /** The secret is the base64 of the bytes that sign. */
  readonly secretIsBase64: boolean
  /** Header `kid`; `[]` when there is none. `alg` and `typ` come by themselves. */
  readonly keyId: Template
  /** An object, such as `{"scope": "app"}`; `iat` and `exp` come by themselves unless they are in it. */
  readonly claims: Extract<JsonTemplate, { kind: 'object' }>
}
