import type { SchemaObject } from '../kit/components.ts'

/** The parts of an OpenAPI 3.1 document that `openapi` writes. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: {
    readonly title: string
    readonly version: string
    readonly summary: string
    readonly description: string
    readonly license: { readonly name: string; readonly identifier: string }
  }
  readonly servers: readonly { readonly url: string; readonly description: string }[]
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  /** By path, then by method in lower case. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>
  /** What this server calls. */
  readonly webhooks: Readonly<Record<string, { readonly post: OpenApiCall }>>
  readonly components: {
    readonly securitySchemes: Readonly<Record<string, object>>
    readonly responses: Readonly<Record<string, OpenApiResponse>>
    readonly schemas: Readonly<Record<string, SchemaObject>>
  }
}

export interface OpenApiOperation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description: string
  readonly 'x-extension'?: true
  /** By security scheme, the scopes that may call. */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters?: readonly OpenApiParameter[]
  readonly requestBody?: { readonly required: boolean; readonly content: OpenApiContent }
  readonly responses: Readonly<Record<string, OpenApiResponse | { readonly $ref: string }>>
}

export interface OpenApiParameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly description?: string
  readonly style?: 'deepObject'
  readonly explode?: true
  readonly schema: SchemaObject
  readonly example?: unknown
}

export interface OpenApiResponse {
  readonly description: string
  readonly headers?: Readonly<Record<string, object>>
  readonly content: OpenApiContent
}

export type OpenApiContent = Readonly<Record<string, OpenApiMedia>>

export interface OpenApiMedia {
  readonly schema: SchemaObject
  readonly examples?: Readonly<Record<string, { readonly summary?: string; readonly value: unknown }>>
}

/** A request that this server makes, as an OpenAPI document has it. */
export interface OpenApiCall {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description: string
  readonly parameters: readonly OpenApiParameter[]
  readonly requestBody: { readonly required: true; readonly content: OpenApiContent }
  readonly responses: Readonly<Record<string, { readonly description: string }>>
}
