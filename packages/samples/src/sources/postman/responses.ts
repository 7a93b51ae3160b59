import type { Reply } from '../../request/reply.ts'
import type { Node } from '../json-access.ts'
import { readHeaders } from './headers.ts'

const PREVIEWS: Readonly<Record<string, string>> = {
  json: 'application/json',
  xml: 'application/xml',
  html: 'text/html',
}

/** The replies that were saved; one that does not say its status tells a program nothing. */
export function readResponses(list: Node): Reply[] {
  return list.items().flatMap(response => {
    const status = Number(response.get('code').text() ?? Number.NaN)
    if (!Number.isInteger(status) || status < 100 || status > 599) return []
    const body = response.get('body')
    const contentType = typeOf(response)
    return {
      status,
      name: response.get('name').text() ?? response.get('status').text() ?? '',
      ...(contentType === undefined ? {} : { contentType }),
      samples: [body.isObject ? '' : (body.text() ?? '')],
    }
  })
}

function typeOf(response: Node): string | undefined {
  const headers = response.get('header')
  const said = readHeaders(headers).find(({ name }) => name.toLowerCase() === 'content-type')?.value
  const mediaType = said?.split(';')[0]?.trim().toLowerCase()
  return mediaType || PREVIEWS[response.get('_postman_previewlanguage').text() ?? '']
}
