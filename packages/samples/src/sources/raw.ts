import type { Reply } from '../request/reply.ts'

/**
 * A request as sources write it: texts with `{{name}}` for what is known later. Every reader makes this of its format;
 * what it means is decided once, in `assemble`.
 */
export interface RawRequest {
  readonly id: string
  /** Folders and, last, the name; an empty name is replaced by method and path. */
  readonly path: readonly string[]
  readonly description: string
  readonly method: string
  /** Whole, with query unless it stands in {@link query}; `:name` and `{name}` are variables of the path. */
  readonly url: string
  /** Percent-encoded or not, as people write it. */
  readonly query?: readonly RawPair[]
  /** What is known of `:name` in the path; a value may be `{{name}}`, also of the same name. */
  readonly pathVariables: readonly RawVariable[]
  /** What is known of `{{name}}`. */
  readonly variables: readonly RawVariable[]
  readonly headers: readonly RawPair[]
  readonly body: RawBody
  readonly auth: RawAuth | undefined
  readonly replies: readonly Reply[]
  readonly notes: readonly string[]
  /** Where the source says how long to wait. */
  readonly timeoutSeconds?: string | undefined
}

export interface RawPair {
  readonly name: string
  readonly value: string
}

export interface RawVariable {
  readonly name: string
  /** May refer to other variables; undefined or empty when the caller has to say. */
  readonly value?: string | undefined
  readonly example?: string | undefined
  readonly description?: string | undefined
}

export type RawBody =
  | { readonly kind: 'none' }
  /** `contentType` counts where no header says it; undefined leaves it to what the text looks like. */
  | { readonly kind: 'text'; readonly text: string; readonly contentType?: string | undefined }
  /** Fields are not percent-encoded. */
  | { readonly kind: 'form'; readonly fields: readonly RawPair[] }
  | { readonly kind: 'multipart'; readonly parts: readonly RawPart[] }
  | { readonly kind: 'file'; readonly path: string; readonly contentType?: string | undefined }
  | {
      readonly kind: 'graphql'
      readonly query: string
      readonly variables: string
      readonly operationName?: string | undefined
    }

export type RawPart = RawPair & {
  /** `value` is a path of a file. */
  readonly isFile: boolean
  readonly fileName?: string | undefined
  readonly contentType?: string | undefined
}

/** In the words of Postman: `basic` with `username` and `password`. What a parameter lacks becomes an input. */
export interface RawAuth {
  readonly type: string
  readonly parameters: Readonly<Record<string, string | undefined>>
}
