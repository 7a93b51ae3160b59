import type { Toolchain } from '../toolchain.ts'
import { node, nodeWithPackages, typescript } from './node.ts'
import { python } from './python.ts'

/** Target → what its samples are run with. */
export const toolchains: Readonly<Record<string, Toolchain>> = {
  'python-requests': python,
  'python-httpx': python,
  'javascript-fetch': node,
  'typescript-fetch': typescript,
  'node-axios': nodeWithPackages,
}
