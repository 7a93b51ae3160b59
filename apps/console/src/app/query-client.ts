import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '../api/call.ts'

/** What was refused stays refused; only what did not reach the server is tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: (count, error) => !(error instanceof ApiError) && count < 2, refetchOnWindowFocus: false },
  },
})
