import { ApiError, InvalidRequest, limits } from '@parhelion/contract'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Parses a JSON body (RFC 8259). An empty one is no body.
 * @throws ApiError when it is not UTF-8 or not JSON, nests too deep, or holds what the database cannot: U+0000, lone
 * surrogates, numbers beyond a double
 */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined
  const value = parse(decode(bytes))
  const problem = findUnstorable(value)
  if (problem !== undefined) throw refuse(problem)
  return value
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw refuse('The body is not valid UTF-8')
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw refuse(`The body is not valid JSON: ${withoutExcerpt((error as SyntaxError).message)}`)
  }
}

/** The engine quotes what stands around the fault; a reply may be logged on its way, and a body may hold secrets. */
const withoutExcerpt = (message: string) => message.replace(/, (?:\.\.\.)?".*$/s, '').toWellFormed()

/** Goes no deeper than what is allowed, so that no nesting can exhaust the stack; of each body, so it makes nothing. */
function findUnstorable(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string')
    return isStorable(value) ? undefined : 'The body has a string with U+0000 or a lone surrogate'
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'The body has a number that is too large'
  if (typeof value !== 'object' || value === null) return undefined
  if (depth >= limits.jsonDepth) return `The body nests deeper than ${limits.jsonDepth} levels`
  // What was parsed has names of its own alone.
  for (const key in value) {
    if (!isStorable(key)) return 'The body has a property name with U+0000 or a lone surrogate'
    if (key === '__proto__') return "The body has a property named '__proto__'"
    const problem = findUnstorable((value as Readonly<Record<string, unknown>>)[key], depth + 1)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** PostgreSQL holds any Unicode text but U+0000, and no half of a surrogate pair. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

const refuse = (title: string) => new ApiError(InvalidRequest, { titles: [title], log: 'body refused' })
