import type { Node } from '../json-access.ts'
import type { RawVariable } from '../raw.ts'
import type { OpenApi } from './document.ts'

interface Server {
  /** With `{{name}}`; begins with a path, or is empty, where the document does not say which host. */
  readonly url: string
  readonly variables: readonly RawVariable[]
}

/** The first server of an operation: its own, that of its path, or that of the document. */
export function readServer(item: Node, operation: Node, document: OpenApi, sourceUrl: string | undefined): Server {
  const [server] = [operation, item, document.root]
    .map(node => node.get('servers').items()[0])
    .filter(one => one !== undefined)
  const url =
    server
      ?.get('url')
      .text()
      ?.replaceAll(/\{([^{}]+)\}/g, '{{$1}}') ?? '/'
  const variables = (server?.get('variables').entries() ?? []).map(([name, variable]) => ({
    name,
    value: variable.get('default').text(),
    description: variable.get('description').text(),
  }))
  return { url: absolute(url, sourceUrl), variables }
}

/** An address without a host is beside the document. */
function absolute(url: string, sourceUrl: string | undefined): string {
  const isRelative = !/^(?:[a-z][\w+.-]*:)?\/\//i.test(url) && !url.startsWith('{{')
  if (!isRelative || sourceUrl === undefined || !URL.canParse(url, sourceUrl)) return isRelative ? rooted(url) : url
  return new URL(url, sourceUrl).href.replaceAll(/%7B%7B(.*?)%7D%7D/gi, '{{$1}}')
}

const rooted = (url: string) => (url.startsWith('/') ? url : `/${url.replace(/^\.\/?/, '')}`)
