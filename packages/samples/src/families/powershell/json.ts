import { titleOf } from '../../program/plan.ts'
import { plainJson } from '../plain/json.ts'
import { dialect, script, UTF8 } from './dialect.ts'

/** Programs about one document, with what PowerShell brings. */
export const powershellJson = plainJson(dialect, (plan, { main, functions }) => {
  const name = `${plan.options.name}.ps1`
  return {
    files: [{ name, text: script(titleOf(plan), functions, UTF8, '', main) }],
    install: [],
    run: `pwsh -File ${name}`,
    notes: [],
  }
})
