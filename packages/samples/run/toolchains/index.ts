import type { Toolchain } from '../toolchain.ts'
import { cpp } from './cpp.ts'
import { node, nodeWithPackages, typescript } from './node.ts'
import { python } from './python.ts'

/** Debian's lua-socket, lua-sec, lua-dkjson and lua-luaossl. */
const LUA = ['socket/http', 'ssl/https', 'dkjson', 'openssl/hmac'].map(name => `/usr/share/lua/5.4/${name}.lua`)

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
  'cpp-libcurl': cpp,
  'r-httr2': { commands: ['Rscript'], files: ['/usr/lib/R/site-library/httr2', '/usr/lib/R/site-library/jsonlite'] },
  'elixir-httpc': { commands: ['elixir'] },
  'tcl-http': { commands: ['tclsh'], files: ['/usr/share/tcltk/tcllib1.21'] },
  'lua-socket': { commands: ['lua5.4'], files: LUA },
}
