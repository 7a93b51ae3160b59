import { generate } from '../../families/javascript/fetch.ts'
import type { Target } from '../target.ts'

export const javascriptFetch: Target = {
  id: 'javascript-fetch',
  language: 'JavaScript',
  title: 'JavaScript with fetch',
  extension: 'mjs',
  proof: 'executed',
  options: ['body', 'secrets'],
  generate: (request, options) => generate(request, options, false),
}
