import { ApiError, AppNotFound, Forbidden, type Operation } from '@parhelion/contract'
import type { Soon } from '../lib/soon.ts'
import type { Principal } from './principal.ts'

/** Whether a service account may use an app; fulfilled by the apps. */
export type AppAccess = (serviceAccountId: string, appId: string) => Promise<boolean>

/**
 * Whether the caller may do this at all. An app or integration key outside its own app is told 403 whether or not the
 * other app exists; a service account is told that an app it was not granted does not exist.
 */
export function authorize(
  operation: Operation,
  principal: Principal,
  params: Readonly<Record<string, string>>,
  mayUse: AppAccess,
): Soon<void> {
  const { appId } = params
  if (!operation.access.includes(principal.scope)) throw new ApiError(Forbidden, { log: `scope ${principal.scope}` })
  if (principal.scope === 'account') {
    if (principal.serviceAccountId === undefined || appId === undefined) return
    return mayUse(principal.serviceAccountId, appId).then(may => {
      if (!may) throw new ApiError(AppNotFound)
    })
  }
  if (appId !== undefined && appId !== principal.appId) throw new ApiError(Forbidden, { log: 'key of another app' })
}
