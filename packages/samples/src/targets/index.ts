import { curlBash } from './curl-bash/target.ts'
import { javascriptFetch } from './javascript-fetch/target.ts'
import { nodeAxios } from './node-axios/target.ts'
import { pythonChilkat } from './python-chilkat/target.ts'
import { pythonChilkat2 } from './python-chilkat2/target.ts'
import { pythonHttpx } from './python-httpx/target.ts'
import { pythonRequests } from './python-requests/target.ts'
import type { Target } from './target.ts'
import { typescriptFetch } from './typescript-fetch/target.ts'

/** Every target, in the order in which people are shown them. */
export const targets: readonly Target[] = [
  curlBash,
  pythonRequests,
  pythonHttpx,
  pythonChilkat,
  pythonChilkat2,
  javascriptFetch,
  typescriptFetch,
  nodeAxios,
]
