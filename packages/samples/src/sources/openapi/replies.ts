import { isJsonType } from '../../reply/expect.ts'
import type { Reply, ReplyStatus } from '../../request/reply.ts'
import type { Node } from '../json-access.ts'
import { bestMedia, mediaTypeOf } from './body.ts'
import type { OpenApi } from './document.ts'
import { exampleText, givenExamples } from './examples.ts'
import { madeExample } from './made-example.ts'
import { shapeOfSchema } from './shape.ts'

export function readReplies(operation: Node, document: OpenApi): Reply[] {
  return operation
    .get('responses')
    .entries()
    .flatMap(([code, response]) => {
      const status = statusOf(code)
      return status === undefined ? [] : readReply(status, document.resolve(response), document)
    })
}

/** Keys that are no status, such as extensions, describe no reply. */
function statusOf(code: string): ReplyStatus | undefined {
  if (/^[1-5]\d\d$/.test(code)) return Number(code)
  const range = code.toUpperCase()
  if (range === '1XX' || range === '2XX' || range === '3XX' || range === '4XX' || range === '5XX') return range
  return code === 'default' ? 'default' : undefined
}

function readReply(status: ReplyStatus, response: Node, document: OpenApi): Reply {
  const name = response.get('description').text()?.trim().split('\n')[0] ?? ''
  const best = bestMedia(response.get('content'))
  if (best === undefined) return { status, name, samples: [''] }
  const [type, media] = best
  const contentType = mediaTypeOf(type)
  const isJson = isJsonType(contentType)
  const schema = media.get('schema')
  return {
    status,
    name,
    contentType,
    samples: samplesOf(media, document).map(value => exampleText(value, isJson)),
    ...(isJson && schema.isObject ? { shape: shapeOfSchema(schema, document) } : {}),
  }
}

function samplesOf(media: Node, document: OpenApi): unknown[] {
  const given = givenExamples(media, document)
  if (given.length > 0 || !media.get('schema').isObject) return given
  const made = madeExample(media.get('schema'), document, 'received')
  return made === undefined ? [] : [made]
}
