import type { ReadItem } from '../reply/reading.ts'
import type { Plan } from './plan.ts'

/** Said where a reply's integers go through doubles. */
export const ROUNDED = 'Integers beyond 2^53 in the answer lose their last digits in this program.'

/** Said where a part of text has a type of its own: only a blob can carry one, and a blob is sent with a name. */
export const BLOB_NAMED = "Parts of text with a type of their own are sent with the file name 'blob'."

/** Said where a form gives every line break of its texts the same two characters. */
export const BREAKS_CHANGED = 'Line breaks in texts of the form are sent as carriage return and line feed.'

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

/** The note about a way of signing that a target does not know; `[]` when it does. */
export function signingNotes({ unsigned: kind }: Plan): string[] {
  return kind === undefined || kind === 'none' ? [] : [unsigned(SCHEMES[kind])]
}

/** The note about big integers, where some are to be read that are beyond what the program reads exactly. */
export function roundingNotes({ values }: Plan, exact: 'safe' | 'int64' = 'safe'): string[] {
  return values.some(({ value }) => hasBigIntegers(value, exact)) ? [ROUNDED] : []
}

export function hasBigIntegers(value: ReadItem, exact: 'safe' | 'int64' = 'safe'): boolean {
  if (value.kind === 'integer') return value.size !== 'safe' && value.size !== exact
  if (value.kind === 'list') return hasBigIntegers(value.item, exact)
  return value.kind === 'record' && value.values.some(own => hasBigIntegers(own.value, exact))
}
