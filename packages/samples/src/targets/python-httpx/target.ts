import { generate } from '../../families/python/client.ts'
import { pythonJson } from '../../families/python/json.ts'
import type { Target } from '../target.ts'

export const pythonHttpx: Target = {
  id: 'python-httpx',
  language: 'Python',
  title: 'Python with httpx',
  extension: 'py',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: pythonJson,
  generate: (request, options) =>
    generate(request, options, {
      module: 'httpx',
      error: 'httpx.HTTPError',
      bytes: 'content',
      sent: 'request.read()',
      digest: 'httpx.DigestAuth',
      encodesPairs: false,
      escapes: false,
    }),
}
