/** A value that the program takes from its surroundings. */
export interface Input {
  /** As the source writes it, such as `appId`. Unique in its request. */
  readonly name: string
  /** The environment variable: `APP_ID`. Capital letters, digits and underscores; unique in its request. */
  readonly env: string
  readonly kind: InputKind
  readonly type: InputType
  /** Taken when the variable is not set or empty. An input without is required: without a value the program stops. */
  readonly default?: string
  /** What a value looks like, for people; never sent. */
  readonly example?: string
  /** Plain text or Markdown. */
  readonly description?: string
}

/**
 * - `variable`: any value
 * - `path`: stands in the path of the address
 * - `credential`: says who calls, and may be shown: a user name, the id of a key
 * - `secret`: must not be shown: a password, a token
 * - `baseUrl`: where the address begins: `https://api.example.com/v1`, with or without a slash at its end
 * - `file`: path of a file on the caller's machine
 * - `timeout`: seconds to wait for the answer; every request has exactly one of this kind, and it has a default
 */
export type InputKind = 'variable' | 'path' | 'credential' | 'secret' | 'baseUrl' | 'file' | 'timeout'

/**
 * How a JSON document takes the value where the input stands for a whole value, and what a value must look like.
 * `json`: the variable holds a JSON text. In templates every input is its text.
 */
export type InputType = 'string' | 'integer' | 'number' | 'boolean' | 'json'

export function isRequired(input: Input): boolean {
  return input.default === undefined
}
