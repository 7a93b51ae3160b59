import { generate } from '../../families/javascript/fetch.ts'
import { typescriptJson } from '../../families/javascript/json.ts'
import type { Target } from '../target.ts'

export const typescriptFetch: Target = {
  id: 'typescript-fetch',
  language: 'TypeScript',
  title: 'TypeScript with fetch',
  extension: 'mts',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: typescriptJson,
  generate: (request, options) => generate(request, options, true),
}
