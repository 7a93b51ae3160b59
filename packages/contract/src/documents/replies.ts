import { commonErrors, InvalidRequest } from '../errors.ts'
import type { ErrorDefinition } from '../kit/error-definition.ts'
import type { Operation } from '../kit/operation.ts'

/** Everything an operation is documented to answer when it fails, by status, in the order of the statuses. */
export function documentedErrors(operation: Operation): ReadonlyMap<number, readonly ErrorDefinition[]> {
  const all = [...operation.errors, ...commonErrors(operation)].map(error =>
    error === InvalidRequest ? { ...error, title: firstProblem(operation) } : error,
  )
  const statuses = [...new Set(all.map(error => error.status))].sort((a, b) => a - b)
  return new Map(statuses.map(status => [status, all.filter(error => error.status === status)]))
}

export const errorBody = ({ code, title }: ErrorDefinition) => ({ errors: [{ code, title }] })

/** What is said of an empty object where that is no valid body, so that a sample names a property that exists. */
function firstProblem({ body, query }: Operation): string {
  const { required } = (body ?? query ?? {}) as { readonly required?: readonly string[] }
  return required?.[0] === undefined ? 'should be object' : `should have required property '${required[0]}'`
}

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  302: 'Found',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  423: 'Locked',
  429: 'Too Many Requests',
}

/** Reason phrase of a status (RFC 9110 §15, RFC 4918 §11.3, RFC 6585 §4). */
export function statusText(status: number): string {
  const text = STATUS_TEXTS[status]
  if (text === undefined) throw new Error(`No reason phrase for the status ${status}`)
  return text
}
