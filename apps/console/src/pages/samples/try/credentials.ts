import { Store, useStore } from '../store.ts'

/** Who calls when a request is sent from the page. */
export interface Credentials {
  /** `request`: as the request itself says, with the values of the inputs. */
  readonly kind: 'session' | 'key' | 'token' | 'request'
  readonly keyId: string
  readonly secret: string
  readonly token: string
}

/** Undefined until the reader chooses: then who is signed in calls as that. */
const credentials = new Store<Partial<Credentials>>({})

export const useCredentials = () => useStore(credentials)

export function setCredentials(change: Partial<Credentials>): void {
  credentials.set({ ...credentials.get(), ...change })
}
