import { chilkat } from '../../families/chilkat/dialect.ts'
import { chilkatJson } from '../../families/chilkat/json.ts'
import { generate } from '../../families/chilkat/program.ts'
import type { Target } from '../target.ts'

export const pythonChilkat: Target = {
  id: 'python-chilkat',
  language: 'Python',
  title: 'Python with Chilkat',
  extension: 'py',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: chilkatJson(chilkat),
  generate: (request, options) => generate(request, options, chilkat),
}
