import { pythonHttpx } from './python-httpx/target.ts'
import { pythonRequests } from './python-requests/target.ts'
import type { Target } from './target.ts'

/** Every target, in the order in which people are shown them. */
export const targets: readonly Target[] = [pythonRequests, pythonHttpx]
