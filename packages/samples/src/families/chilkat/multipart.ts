import { python } from '../../languages/python.ts'
import type { Part } from '../../request/body.ts'
import type { Code } from '../../writer/lines.ts'
import { type PythonProgram, TAB } from '../python/program.ts'
import type { Dialect } from './dialect.ts'

/** Lines that put a form together as `form`, where one is sent. */
export function multipart(program: PythonProgram, dialect: Dialect): Code {
  const { plan } = program
  if (plan.body.kind !== 'multipart') return []
  return [
    `form = ${dialect.create('HttpRequest')}`,
    dialect.put('form', 'HttpVerb', `"${plan.request.method}"`),
    dialect.put('form', 'ContentType', '"multipart/form-data"'),
    plan.body.parts.map(part => partOf(part, program, dialect)),
  ]
}

function partOf(part: Part, program: PythonProgram, dialect: Dialect): Code {
  const name = program.text(part.name)
  if (part.kind === 'text') {
    const value = program.text(part.value)
    return part.contentType === undefined
      ? // AddParam would take the spaces out of the name.
        `form.AddStringForUpload(${name}, "", ${value}, "utf-8")`
      : `form.AddStringForUpload2(${name}, "", ${value}, "utf-8", ${python.string(part.contentType)})`
  }
  const path = program.scope.input(part.input)
  const fileName = part.fileName === undefined ? `os.path.basename(${path})` : python.string(part.fileName)
  return [
    `file = ${dialect.create('BinData')}`,
    `if not file.LoadFile(${path}):`,
    `${TAB}sys.exit(${dialect.text('file', 'LastErrorText')})`,
    `form.AddBdForUpload(${name}, ${fileName}, file, ${python.string(part.contentType ?? 'application/octet-stream')})`,
  ]
}
