import type { JsonTemplate } from './json.ts'
import type { Pair } from './pair.ts'
import type { Template } from './template.ts'

/** What is sent. It decides the header `Content-Type`, which is therefore not among the headers. */
export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly contentType: string; readonly value: JsonTemplate }
  | { readonly kind: 'text'; readonly contentType: string; readonly text: Template }
  /** `application/x-www-form-urlencoded`; names and values as they are before encoding. */
  | { readonly kind: 'form'; readonly fields: readonly Pair[] }
  /** `multipart/form-data`; the program makes the boundary. */
  | { readonly kind: 'multipart'; readonly parts: readonly Part[] }
  /** The bytes of a file; `input` is of kind `file`. */
  | { readonly kind: 'file'; readonly contentType: string; readonly input: string }
  | GraphqlBody

export type Part =
  | {
      readonly kind: 'text'
      readonly name: Template
      readonly value: Template
      /** Header of the part; undefined when it has none. */
      readonly contentType?: string
    }
  | {
      readonly kind: 'file'
      readonly name: Template
      /** Name of an input of kind `file`. */
      readonly input: string
      /** As sent; undefined for the last part of the file's path. */
      readonly fileName?: string
      /** Header of the part; undefined leaves it to the program, at last `application/octet-stream`. */
      readonly contentType?: string
    }

/** Sent as `application/json`: an object with `query` and, where there are any, `operationName` and `variables`. */
export interface GraphqlBody {
  readonly kind: 'graphql'
  readonly query: Template
  readonly operationName?: string
  readonly variables?: JsonTemplate
}
