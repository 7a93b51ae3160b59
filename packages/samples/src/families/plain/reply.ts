import { answerCode } from '../../program/answer.ts'
import { labelPieces } from '../../program/pieces.ts'
import { type Reader, readValues } from '../../program/reading.ts'
import { type Code, sections } from '../../writer/lines.ts'
import type { PlainProgram } from './program.ts'

/** Checks the status of `answer`, reads it and shows what was read. */
export function readAnswer(program: PlainProgram): Code {
  const { dialect, plan } = program
  const { status, text } = dialect.answer
  const number = dialect.number ?? same
  const sentence = program.paste([
    'The server answered ',
    { code: number(status) },
    `, not ${program.expected}:\n`,
    { code: program.explainsFailures ? dialect.call('details', [text]) : text },
  ])
  return answerCode(plan, {
    check: dialect.when(program.failed(status, dialect.failed), ending(program, sentence)),
    print: dialect.print(text),
    read: () => readDocument(program, text),
    filled: read => dialect.when(dialect.isFilled(text), read),
  })
}

/** Parses the text that an expression gives, reads it into values and shows these. */
export function readDocument(program: PlainProgram, text: string): string[] {
  const { dialect, plan, scope } = program
  const reply = program.own('reply')
  return sections(
    dialect.declare(reply, [dialect.call('parse', [text])]),
    readValues(plan.values, reader(program), scope, reply, plan.options.secrets === 'shown'),
  )
}

function ending({ dialect }: PlainProgram, sentence: string): string {
  return statement(dialect.call('fail', [sentence]), dialect.print('x'))
}

/** A call as a line, with what ends a line in the language. */
function statement(call: string, like: string): string {
  return like.endsWith(';') ? `${call};` : call
}

function reader(program: PlainProgram): Reader {
  const { dialect } = program
  const { language } = dialect
  return {
    leaf: (name, from, path, leaf, absent) =>
      dialect.declare(name, [dialect.value(from, path.map(language.string), leaf, absent || leaf.kind === 'null')]),
    list: (name, from, path, list, absent) => {
      const value = dialect.value(from, path.map(language.string), list, absent)
      return dialect.declare(name, [absent ? dialect.orNone(value) : value])
    },
    show: (label, name, leaf, absent) => {
      const isUnsure = absent || leaf.kind === 'null'
      const value = isUnsure && dialect.sure !== undefined ? dialect.sure(name) : name
      const text = program.paste([...labelPieces(label, dialect.number), ' = ', { code: dialect.shown(value, leaf) }])
      return isUnsure ? dialect.when(dialect.isThere(name), dialect.print(text)) : dialect.print(text)
    },
    each: dialect.each,
  }
}

function same(variable: string): string {
  return variable
}
