import { chilkat2 } from '../../families/chilkat/dialect.ts'
import { chilkatJson } from '../../families/chilkat/json.ts'
import { generate } from '../../families/chilkat/program.ts'
import type { Target } from '../target.ts'

export const pythonChilkat2: Target = {
  id: 'python-chilkat2',
  language: 'Python',
  title: 'Python with Chilkat2',
  extension: 'py',
  proof: 'executed',
  options: ['body', 'secrets'],
  json: chilkatJson(chilkat2),
  generate: (request, options) => generate(request, options, chilkat2),
}
