import type { Operation, PathParams } from '@parhelion/contract'
import type { Static, TSchema } from 'typebox'
import { call } from './call.ts'

/** An optional property of an operation, which is a schema where the operation has it. */
type Sent<Schema> = [NonNullable<Schema>] extends [never] ? undefined : Static<NonNullable<Schema> & TSchema>

/** What the success of an operation says. */
export type Reply<Op extends Operation> = Static<Op['reply'] & TSchema>

type Request<Op extends Operation> = {
  readonly params: PathParams<Op['path']>
  readonly query?: Sent<Op['query']>
} & (undefined extends Sent<Op['body']> ? { readonly body?: never } : { readonly body: Sent<Op['body']> })

/**
 * Calls an operation of the contract as who is signed in. The contract is there as a type alone, because its values
 * would make the first page heavy: `operate<typeof CreateApp>('POST', '/v2/apps', { params: {}, body })`.
 * @throws {ApiError} for every answer that is not a success
 */
export async function operate<Op extends Operation>(
  method: Op['method'],
  path: Op['path'],
  request: Request<Op>,
): Promise<Reply<Op>> {
  const params = request.params as Readonly<Record<string, string>>
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const query = request.query === undefined ? '' : `?${queryOf(request.query)}`
  return call(method, `/hub${filled}${query}` as `/hub/${string}`, request.body)
}

/** Nested objects are written `name[key]`. */
function queryOf(query: unknown): string {
  const search = new URLSearchParams()
  const add = (name: string, value: unknown): void => {
    if (value === undefined) return
    if (typeof value !== 'object' || value === null) search.append(name, String(value))
    else for (const [key, part] of Object.entries(value)) add(name === '' ? key : `${name}[${key}]`, part)
  }
  add('', query)
  return search.toString()
}
