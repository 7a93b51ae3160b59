import { generate } from '../../families/javascript/fetch.ts'
import { javascriptJson } from '../../families/javascript/json.ts'
import type { Target } from '../target.ts'

export const javascriptFetch: Target = {
  id: 'javascript-fetch',
  language: 'JavaScript',
  title: 'JavaScript with fetch',
  extension: 'mjs',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: javascriptJson,
  generate: (request, options) => generate(request, options, false),
}
