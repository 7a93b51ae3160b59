import { QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from '../api/call.ts'
import { sessionQuery } from '../api/session.ts'

/** What was refused stays refused; only what did not reach the server is tried again. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    // The session has ended, here or elsewhere: whoever needs one asks for it anew.
    onError: error => {
      if (error instanceof ApiError && error.status === 401) queryClient.setQueryData(sessionQuery.queryKey, null)
    },
  }),
  defaultOptions: {
    queries: { retry: (count, error) => !(error instanceof ApiError) && count < 2, refetchOnWindowFocus: false },
  },
})
