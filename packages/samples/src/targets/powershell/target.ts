import { plainCode } from '../../families/plain/code.ts'
import { dialect, script } from '../../families/powershell/dialect.ts'
import { powershellJson } from '../../families/powershell/json.ts'
import { signingNotes } from '../../program/notes.ts'
import { type Plan, planOf, titleOf } from '../../program/plan.ts'
import type { Target } from '../target.ts'

export const powerShell: Target = {
  id: 'powershell',
  language: 'PowerShell',
  title: 'PowerShell with Invoke-WebRequest',
  extension: 'ps1',
  proof: 'parsed',
  options: ['body', 'secrets'],
  json: powershellJson,
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'oauth2'])
    const { main, functions } = plainCode(plan, dialect)
    const name = `${options.name}.ps1`
    return {
      files: [{ name, text: script(titleOf(plan), functions, main) }],
      install: [],
      run: `pwsh -File ${name}`,
      notes: [...request.notes, ...signingNotes(plan), ...typeNotes(plan)],
    }
  },
}

/** The cmdlet names a type by itself where it is given none. */
function typeNotes({ request: { method }, body }: Plan): string[] {
  const isTyped = body.kind !== 'none' || (method !== 'POST' && method !== 'PUT')
  return isTyped ? [] : [`PowerShell says of a ${method} without a body that it is a form.`]
}
