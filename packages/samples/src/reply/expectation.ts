import type { Shape } from '../request/shape.ts'

/** What a program must know of the answers to its request. */
export interface Expectation {
  /** Statuses of success, ascending; `[]` for any from 200 to 299, where the source does not say. */
  readonly statuses: readonly number[]
  readonly content: Content
  /** Whether a failure is documented as JSON with fields, which then are told by their names. */
  readonly explainsFailures: boolean
}

/** What a successful answer holds. */
export type Content =
  /** `mayBeEmpty`: a documented success has no body. */
  | { readonly kind: 'json'; readonly shape: Shape; readonly mayBeEmpty: boolean }
  | { readonly kind: 'text'; readonly contentType: string | undefined }
  | { readonly kind: 'empty' }
  /** Nothing is documented: JSON, text, or nothing at all. */
  | { readonly kind: 'unknown' }
