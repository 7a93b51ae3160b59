import { ApiError, type ErrorDefinition } from '@parhelion/contract'
import type { AccountPrincipal, Principal } from '../auth/principal.ts'

/** The caller of an operation whose only scope is `account`. */
export function accountOf(principal: Principal): AccountPrincipal {
  if (principal.scope !== 'account')
    throw new Error(`an operation of account scope was let through for ${principal.scope}`)
  return principal
}

/**
 * Parameters with the integration that is meant. An integration sees itself only, and may call itself `me`; to it, others
 * are the same whether or not they exist.
 * @throws ApiError as `otherwise` when it names another one
 */
export function ownIntegration<P extends { readonly integrationId: string }>(
  principal: Principal,
  params: P,
  otherwise: ErrorDefinition,
): P {
  if (principal.scope !== 'integration') return params
  const { integrationId } = principal
  if (params.integrationId !== 'me' && params.integrationId !== integrationId) throw new ApiError(otherwise)
  return { ...params, integrationId }
}
