import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from '../api/call.ts'
import { sessionQuery } from '../api/session.ts'

/**
 * Whoever is refused while there is a session asks whether it has ended, here or elsewhere: a sign-in that fails is
 * refused in the same way, and ends none.
 */
function askForTheSession(error: unknown): void {
  if (error instanceof ApiError && error.status === 401 && queryClient.getQueryData(sessionQuery.queryKey))
    queryClient.invalidateQueries(sessionQuery)
}

/** What was refused stays refused; only what did not reach the server is tried again. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: askForTheSession }),
  mutationCache: new MutationCache({ onError: askForTheSession }),
  defaultOptions: {
    queries: { retry: (count, error) => !(error instanceof ApiError) && count < 2, refetchOnWindowFocus: false },
  },
})
