import type { SampleRequest } from './request.ts'

/** What a source holds. */
export interface Collection {
  readonly title: string
  readonly description: string
  /** In the order of the source; their ids differ. */
  readonly items: readonly Item[]
}

export interface Item {
  readonly request: SampleRequest
  /** The piece of the source that this was read from, for people. */
  readonly original: { readonly format: SourceFormat; readonly text: string }
}

export type SourceFormat = 'postman' | 'openapi' | 'har' | 'curl' | 'json'
