/** What the server answered instead of what was asked for. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, title: string) {
    super(title)
    this.status = status
    this.code = code
  }
}

/**
 * Calls what lies under `/hub`, as who is signed in.
 * @param path begins with `/hub/`; operations of the API lie under `/hub/v2/`
 * @throws {ApiError} for every answer that is not a success
 */
export async function call<Answer>(method: string, path: `/hub/${string}`, body?: unknown): Promise<Answer> {
  const response = await fetch(path, {
    method,
    headers: {
      // A page of another origin cannot send it without being asked for leave first.
      'x-parhelion-console': '1',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (response.status === 204) return undefined as Answer
  const answer = await response.json().catch(() => undefined)
  if (response.ok) return answer as Answer
  const first = answer?.errors?.[0]
  throw new ApiError(
    response.status,
    first?.code ?? 'unknown',
    first?.title ?? `The server answered ${response.status}`,
  )
}
