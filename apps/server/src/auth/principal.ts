/** Whom a credential speaks for. */
export type Principal =
  | {
      readonly scope: 'account'
      readonly keyId: string
      /** A service account sees only the apps it was granted; undefined: the account itself, which sees all. */
      readonly serviceAccountId: string | undefined
    }
  | { readonly scope: 'app'; readonly keyId: string; readonly appId: string }
  | { readonly scope: 'integration'; readonly keyId: string; readonly appId: string; readonly integrationId: string }

/** The account as a whole, or one of its service accounts. */
export type AccountPrincipal = Extract<Principal, { scope: 'account' }>

/** Kind of a key, by the prefix of its id. */
export type KeyPrefix = 'act' | 'svc' | 'app' | 'int'

/** A key as authentication needs it. */
export interface AuthKey {
  readonly principal: Principal
  /** In clear: it is compared with the password of Basic authentication, and it signs tokens. */
  readonly secret: string
}

/** What authentication asks the features that hold keys; undefined when there is no such key. */
export type KeyLookup = (keyId: string) => Promise<AuthKey | undefined>
