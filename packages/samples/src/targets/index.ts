import { cLibcurl } from './c-libcurl/target.ts'
import { cppLibcurl } from './cpp-libcurl/target.ts'
import { csharpHttpClient } from './csharp-httpclient/target.ts'
import { curlBash } from './curl-bash/target.ts'
import { curlCmd } from './curl-cmd/target.ts'
import { curlPowerShell } from './curl-powershell/target.ts'
import { dartHttp } from './dart-http/target.ts'
import { elixirHttpc } from './elixir-httpc/target.ts'
import { goNetHttp } from './go-nethttp/target.ts'
import { httpie } from './httpie/target.ts'
import { javaHttpClient } from './java-httpclient/target.ts'
import { javascriptFetch } from './javascript-fetch/target.ts'
import { kotlinOkHttp } from './kotlin-okhttp/target.ts'
import { luaSocket } from './lua-socket/target.ts'
import { nodeAxios } from './node-axios/target.ts'
import { perlHttpTiny } from './perl-httptiny/target.ts'
import { phpCurl } from './php-curl/target.ts'
import { phpGuzzle } from './php-guzzle/target.ts'
import { powerShell } from './powershell/target.ts'
import { pythonChilkat } from './python-chilkat/target.ts'
import { pythonChilkat2 } from './python-chilkat2/target.ts'
import { pythonHttpx } from './python-httpx/target.ts'
import { pythonRequests } from './python-requests/target.ts'
import { pythonStdlib } from './python-stdlib/target.ts'
import { rHttr2 } from './r-httr2/target.ts'
import { rubyFaraday } from './ruby-faraday/target.ts'
import { rubyNetHttp } from './ruby-nethttp/target.ts'
import { rustReqwest } from './rust-reqwest/target.ts'
import { swiftUrlSession } from './swift-urlsession/target.ts'
import type { Target } from './target.ts'
import { tclHttp } from './tcl-http/target.ts'
import { typescriptFetch } from './typescript-fetch/target.ts'
import { wget } from './wget/target.ts'

/** Every target, in the order in which people are shown them. */
export const targets: readonly Target[] = [
  curlBash,
  httpie,
  wget,
  pythonRequests,
  pythonHttpx,
  pythonStdlib,
  pythonChilkat,
  pythonChilkat2,
  javascriptFetch,
  typescriptFetch,
  nodeAxios,
  goNetHttp,
  rustReqwest,
  javaHttpClient,
  cLibcurl,
  phpCurl,
  phpGuzzle,
  rubyNetHttp,
  rubyFaraday,
  perlHttpTiny,
  luaSocket,
  tclHttp,
  elixirHttpc,
  cppLibcurl,
  rHttr2,
  kotlinOkHttp,
  csharpHttpClient,
  swiftUrlSession,
  dartHttp,
  powerShell,
  curlPowerShell,
  curlCmd,
]
