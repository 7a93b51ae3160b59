import { ApiError, type ErrorDefinition, Forbidden } from '@parhelion/contract'
import type { AccountPrincipal, Principal } from '../auth/principal.ts'

/** The caller of an operation whose only scope is `account`. */
export function accountOf(principal: Principal): AccountPrincipal {
  if (principal.scope !== 'account')
    throw new Error(`an operation of account scope was let through for ${principal.scope}`)
  return principal
}

/** @throws ApiError `forbidden` for a service account: this is for the account itself */
export function acceptOperator(principal: Principal): void {
  if (accountOf(principal).serviceAccountId !== undefined)
    throw new ApiError(Forbidden, { log: 'service account on what is for the account' })
}

/** The caller of an operation whose only scope is `integration`. */
export function integrationOf(principal: Principal): Extract<Principal, { scope: 'integration' }> {
  if (principal.scope !== 'integration')
    throw new Error(`an operation of integration scope was let through for ${principal.scope}`)
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
