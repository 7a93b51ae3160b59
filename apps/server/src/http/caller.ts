import type { AccountPrincipal, Principal } from '../auth/principal.ts'

/** The caller of an operation whose only scope is `account`. */
export function accountOf(principal: Principal): AccountPrincipal {
  if (principal.scope !== 'account')
    throw new Error(`an operation of account scope was let through for ${principal.scope}`)
  return principal
}
