import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from '../api/call.ts'
import { sessionQuery } from '../api/session.ts'

/** The session has ended, here or elsewhere: whoever needs one asks for it anew. */
function noticeTheEnd(error: unknown): void {
  if (error instanceof ApiError && error.status === 401 && queryClient.getQueryData(sessionQuery.queryKey))
    queryClient.setQueryData(sessionQuery.queryKey, null)
}

/** What was refused stays refused; only what did not reach the server is tried again. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeTheEnd }),
  mutationCache: new MutationCache({ onError: noticeTheEnd }),
  defaultOptions: {
    queries: { retry: (count, error) => !(error instanceof ApiError) && count < 2, refetchOnWindowFocus: false },
  },
})
