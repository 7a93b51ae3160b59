/** A partner whose program may ask for access to apps. */
export interface OAuthClient {
  readonly id: string
  readonly displayName: string
  readonly redirectUris: readonly string[]
  readonly removeUrl: string | null
  readonly createdAt: Date
}

export interface SealedClient extends OAuthClient {
  readonly secretSealed: string
}

/** The access of a partner to an app. */
export interface Grant {
  readonly appId: string
  readonly clientId: string
  /** Of the app, made for the partner. */
  readonly integrationId: string
  /** Signs the tokens of the partner. */
  readonly keyId: string
  readonly createdAt: Date
}

export interface Code {
  readonly clientId: string
  readonly appId: string
  readonly expiresAt: Date
  readonly used: boolean
}

/** What a browser asks for, in the words of RFC 6749 §4.1.1. */
export interface AuthorizationRequest {
  readonly clientId: string
  readonly redirectUri: string
  readonly state: string | undefined
}

/** The address a browser is led back to. */
export function redirectTo(
  { redirectUri, state }: AuthorizationRequest,
  answer: Readonly<Record<string, string>>,
): string {
  const url = new URL(redirectUri)
  for (const [name, value] of Object.entries({ ...answer, ...(state === undefined ? {} : { state }) }))
    url.searchParams.set(name, value)
  return url.href
}
