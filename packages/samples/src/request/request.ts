import type { Auth } from './auth.ts'
import type { Body } from './body.ts'
import type { Input } from './input.ts'
import type { Header, Pair } from './pair.ts'
import type { Reply } from './reply.ts'
import type { Template } from './template.ts'

/**
 * One request, whatever it was read from. Plain data that JSON carries as it is; nobody changes it.
 * No text in it holds a placeholder of a source, such as `{{appId}}` or `:appId`: that became an input.
 */
export interface SampleRequest {
  /** Stable in its source, and unique: an id of Postman, an `operationId`. */
  readonly id: string
  /** Names of the folders and, last, of the request. Not necessarily unique. */
  readonly path: readonly string[]
  /** Plain text or Markdown; may be empty. */
  readonly description: string
  /** Every input that is referred to, and the timeout, in the order in which a reader meets them. */
  readonly inputs: readonly Input[]
  /** In capital letters. */
  readonly method: string
  readonly url: UrlTemplate
  readonly auth: Auth
  /** Without `Content-Type` when there is a body, `Content-Length`, and what {@link auth} sends. A name may recur. */
  readonly headers: readonly Header[]
  readonly body: Body
  /** In the order of the source. */
  readonly replies: readonly Reply[]
  /** What of the source could not be carried over, or is worth knowing: sentences for people. */
  readonly notes: readonly string[]
}

/** `base` + `/` + segments with `/` between + `?` + query. */
export interface UrlTemplate {
  /** Scheme, host and the fixed beginning of the path, as sent; no slash at the end of fixed text. */
  readonly base: Template
  /**
   * Text stands as it is sent, percent-encoded where it must be; values of inputs are encoded so that they stay within
   * their segment. An empty last segment is the slash at the end.
   */
  readonly path: readonly Template[]
  /** As it is before encoding, in order; a name may recur. */
  readonly query: readonly Pair[]
}
