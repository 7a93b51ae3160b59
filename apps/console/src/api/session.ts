import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiError, call } from './call.ts'

/** Who is signed in, as the server sees it. The key itself stays there. */
export interface Session {
  readonly keyId: string
  readonly scope: 'account' | 'app'
  /** Of an app's key. */
  readonly appId?: string
  readonly expiresAt: string
}

/** The token of a link from the terminal, which works once; or a key. */
export type Credential = { readonly token: string } | { readonly keyId: string; readonly secret: string }

/** The session, or null for somebody who is not signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      const { session } = await call<{ session: Session }>('GET', '/hub/session')
      return session
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null
      throw error
    }
  },
  staleTime: 60_000,
  refetchOnWindowFocus: true,
})

/** The session; undefined until the server has answered. */
export const useSession = (): Session | null | undefined => useQuery(sessionQuery).data

/** Signs in; what was shown to whoever was signed in before is forgotten. */
export function useSignIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (credential: Credential) => call<{ session: Session }>('POST', '/hub/session', credential),
    onSuccess: async ({ session }) => {
      // An answer from before the sign-in must not come later and undo it.
      await client.cancelQueries(sessionQuery)
      client.removeQueries({ type: 'inactive' })
      client.setQueryData(sessionQuery.queryKey, session)
      await client.invalidateQueries({ predicate: query => query.queryKey[0] !== 'session' })
    },
    // A credential is not kept after its use.
    gcTime: 0,
  })
}

/** Ends the session on the server; the page is loaded anew, so that nothing it knew stays in memory. */
export function useSignOut() {
  return useMutation({
    mutationFn: () => call('DELETE', '/hub/session'),
    onSuccess: () => location.assign('/sign-in'),
  })
}
