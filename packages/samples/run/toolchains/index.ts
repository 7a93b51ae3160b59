import type { Toolchain } from '../toolchain.ts'
import { c } from './c.ts'
import { cpp } from './cpp.ts'
import { go } from './go.ts'
import { java } from './java.ts'
import { node, nodeWithPackages, typescript } from './node.ts'
import { php, phpWithGuzzle } from './php.ts'
import { python } from './python.ts'
import { rust } from './rust.ts'

/** Of Debian's lua-socket, lua-sec, lua-dkjson and lua-luaossl. */
const LUA = ['socket/http', 'ssl/https', 'dkjson', 'openssl/hmac'].map(name => `/usr/share/lua/5.4/${name}.lua`)

/** Target → what its samples are run with. */
export const toolchains: Readonly<Record<string, Toolchain>> = {
  'curl-bash': { commands: ['bash', 'curl', 'jq', 'openssl'] },
  httpie: { commands: ['bash', 'http', 'jq', 'openssl'] },
  wget: { commands: ['bash', 'wget', 'jq', 'openssl'] },
  'python-stdlib': python,
  'python-requests': python,
  'python-httpx': python,
  'python-chilkat': python,
  'python-chilkat2': python,
  'javascript-fetch': node,
  'typescript-fetch': typescript,
  'node-axios': nodeWithPackages,
  'go-nethttp': go,
  'rust-reqwest': rust,
  'java-httpclient': java,
  'c-libcurl': c,
  'php-curl': php,
  'ruby-nethttp': { commands: ['ruby'] },
  'ruby-faraday': { commands: ['ruby'], files: ['/usr/share/doc/ruby-faraday/copyright'] },
  'cpp-libcurl': cpp,
  'r-httr2': { commands: ['Rscript'], files: ['/usr/lib/R/site-library/httr2', '/usr/lib/R/site-library/jsonlite'] },
  'lua-socket': { commands: ['lua5.4'], files: LUA },
  'tcl-http': { commands: ['tclsh'], files: ['/usr/share/tcltk/tcllib1.21'] },
  'elixir-httpc': { commands: ['elixir'], files: ['/usr/share/doc/erlang-jiffy/copyright'] },
  'perl-httptiny': { commands: ['perl'] },
  'php-guzzle': phpWithGuzzle,
}
