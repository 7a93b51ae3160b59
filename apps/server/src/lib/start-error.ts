/**
 * A reason for which the server does not start and which the operator can remove. The process prints the message as
 * one line, without a stack, and exits with code 1; so the message names the thing, and holds no secret.
 */
export class StartError extends Error {
  override readonly name = 'StartError'
}
