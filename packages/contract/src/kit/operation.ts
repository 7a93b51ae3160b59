import type { Static, TSchema } from 'typebox'
import type { ErrorDefinition } from './error-definition.ts'

/** Who a credential speaks for: the whole installation, one app, or one integration of an app. */
export type Scope = 'account' | 'app' | 'integration'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** The names in braces of a path, each a string once decoded. */
export type PathParams<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [K in Name | keyof PathParams<Rest>]: string }
  : unknown

export interface HeaderParameter {
  readonly description: string
  /** Of the whole value. */
  readonly pattern: string
  readonly example: string
}

export interface Operation<
  Path extends string = string,
  Query extends TSchema | undefined = TSchema | undefined,
  Body extends TSchema | undefined = TSchema | undefined,
  Reply extends TSchema = TSchema,
> {
  /** `operationId` of the contract. */
  readonly id: string
  readonly method: Method
  readonly path: Path
  readonly tag: string
  readonly summary: string
  readonly description: string
  /** Empty: anybody, without credentials of ours. */
  readonly access: readonly Scope[]
  /** An operation of our own, which the official file does not have. */
  readonly extension?: boolean
  /** Nested objects are written `name[key]` in the address (deepObject). */
  readonly query?: Query
  /** Optional headers of its own, by name; a pattern says what each may hold. */
  readonly headers?: Readonly<Record<string, HeaderParameter>>
  readonly body?: Body
  /** JSON where it is missing. The one file of a form is given to the handler beside the body. */
  readonly bodyType?: 'multipart/form-data'
  /** Whether a request without a body is one with an empty object. */
  readonly bodyOptional?: boolean
  /**
   * `stored`: which branch of the body counts depends on the stored record, so the service checks it and the edge
   * only sees to it that it is an object.
   */
  readonly bodyCheck?: 'stored'
  readonly status: 200 | 201 | 302
  /** JSON where it is missing. */
  readonly replyType?: 'text/plain'
  /** Opened in a browser: it shows a page (200) before its reply, and refusals are pages as well. */
  readonly isPage?: boolean
  readonly reply: Reply
  /** Beyond those that every operation can give (`commonErrors`). */
  readonly errors: readonly ErrorDefinition[]
  readonly example: {
    readonly params?: Readonly<Record<string, string>>
    readonly body?: Body extends TSchema ? Static<Body> : never
    /**
     * What of the body and of the query nobody can send as it is written: ids of things that the caller has, and what only
     * they know. The name that a caller knows it by → the text that stands for it.
     */
    readonly given?: Readonly<Record<string, string>>
    readonly reply: Static<Reply>
  }
}

/** Declares one operation of the API: the only place where its wire shape is written. */
export function operation<
  const Path extends string,
  Reply extends TSchema,
  Query extends TSchema | undefined = undefined,
  Body extends TSchema | undefined = undefined,
>(spec: Operation<Path, Query, Body, Reply>): Operation<Path, Query, Body, Reply> {
  return spec
}

/** Whether who calls has a token rather than a key: partners are given one for an integration, and no secret. */
export const isByToken = (access: readonly Scope[]): boolean => access.length === 1 && access[0] === 'integration'

/** Names of the path parameters, in order. */
export const pathParams = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? [])
