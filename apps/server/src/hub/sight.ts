import { ApiError, Unauthorized } from '@parhelion/contract'
import type { AppAccess } from '../auth/authorize.ts'
import type { Principal } from '../auth/principal.ts'
import type { Session, SessionService } from './sessions.ts'

/** Who is signed in, and which apps they may see. */
export class Sight {
  readonly #sessions: SessionService
  readonly #mayUse: AppAccess

  constructor(needs: { readonly sessions: SessionService; readonly mayUse: AppAccess }) {
    this.#sessions = needs.sessions
    this.#mayUse = needs.mayUse
  }

  /** @throws ApiError `unauthorized` */
  session(token: string | undefined): Promise<Session> {
    return this.#sessions.find(token)
  }

  async sessionIfAny(token: string | undefined): Promise<Session | undefined> {
    return this.#sessions.find(token).catch(error => {
      if (error instanceof ApiError && error.definition === Unauthorized) return undefined
      throw error
    })
  }

  async sees(principal: Principal, appId: string): Promise<boolean> {
    if (principal.scope !== 'account') return principal.appId === appId
    return principal.serviceAccountId === undefined || this.#mayUse(principal.serviceAccountId, appId)
  }
}
