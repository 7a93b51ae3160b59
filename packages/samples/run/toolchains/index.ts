import type { Toolchain } from '../toolchain.ts'
import { node, nodeWithPackages, typescript } from './node.ts'
import { python } from './python.ts'

/** Target → what its samples are run with. */
export const toolchains: Readonly<Record<string, Toolchain>> = {
  'curl-bash': { commands: ['bash', 'curl', 'jq', 'openssl'] },
  'python-requests': python,
  'python-httpx': python,
  'python-chilkat': python,
  'python-chilkat2': python,
  'javascript-fetch': node,
  'typescript-fetch': typescript,
  'node-axios': nodeWithPackages,
}
