import type { Plan } from '../../program/plan.ts'

/** curl takes path and query into the signature as they are written. */
export function awsNotes({ auth }: Plan): string[] {
  return auth.kind === 'awsSigV4'
    ? ['curl signs for AWS as of version 7.75; the query has to be in the order of its names.']
    : []
}
