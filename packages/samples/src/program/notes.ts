import type { Plan } from './plan.ts'

/** Said where a reply's integers go through doubles. */
export const ROUNDED = 'Integers beyond 2^53 in the answer lose their last digits in this program.'

/** Said where a part of text has a type of its own: only a blob can carry one, and a blob is sent with a name. */
export const BLOB_NAMED = "Parts of text with a type of their own are sent with the file name 'blob'."

/** Said where a way to sign is missing; the program then sends the request without. */
export function unsigned(scheme: string): string {
  return `This program does not sign its request with ${scheme}: the server will refuse it unless you add that.`
}

const SCHEMES = {
  basic: 'Basic',
  digest: 'Digest',
  oauth2: 'a token of OAuth 2',
  oauth1: 'OAuth 1',
  awsSigV4: 'AWS Signature Version 4',
  jwt: 'a JSON Web Token',
} as const

/** The note about a way of signing that is none of those a target knows; `[]` when it is. */
export function signingNotes({ auth }: Plan, known: readonly (keyof typeof SCHEMES)[]): string[] {
  return auth.kind === 'none' || known.includes(auth.kind) ? [] : [unsigned(SCHEMES[auth.kind])]
}
