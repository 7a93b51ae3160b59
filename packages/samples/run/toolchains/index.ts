import type { Toolchain } from '../toolchain.ts'
import { python } from './python.ts'

/** Target → what its samples are run with. */
export const toolchains: Readonly<Record<string, Toolchain>> = {
  'python-requests': python,
  'python-httpx': python,
}
