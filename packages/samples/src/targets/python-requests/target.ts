import { generate } from '../../families/python/client.ts'
import { pythonJson } from '../../families/python/json.ts'
import type { Target } from '../target.ts'

export const pythonRequests: Target = {
  id: 'python-requests',
  language: 'Python',
  title: 'Python with requests',
  extension: 'py',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: pythonJson,
  generate: (request, options) =>
    generate(request, options, {
      module: 'requests',
      error: 'requests.RequestException',
      bytes: 'data',
      // A form is text before it is sent.
      sent: 'request.body.encode() if isinstance(request.body, str) else request.body or b""',
      digest: 'HTTPDigestAuth',
      digestImport: 'from requests.auth import HTTPDigestAuth',
      encodesPairs: true,
      escapes: true,
    }),
}
