import type { Shape } from './shape.ts'

/** An answer that the source documents: one status and one kind of content, with all that is known of it. */
export interface Reply {
  readonly status: ReplyStatus
  /** For people, such as `Created` or `App not found`. */
  readonly name: string
  /** Media type without parameters, in lower case; undefined when the source does not say. */
  readonly contentType?: string
  /** Bodies as the source holds them, exactly; `''` for an empty one. */
  readonly samples: readonly string[]
  /** What a schema says of a JSON body. */
  readonly shape?: Shape
}

/** A status, all of a hundred (`2XX`), or whatever is not listed. */
export type ReplyStatus = number | '1XX' | '2XX' | '3XX' | '4XX' | '5XX' | 'default'
