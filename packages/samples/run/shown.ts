import { decimal } from '../src/languages/numbers.ts'
import { expectation } from '../src/reply/expect.ts'
import { namedValues } from '../src/reply/read.ts'
import { type ShownValue, shownValues } from '../src/reply/shown.ts'
import type { JsonTemplate } from '../src/request/json.ts'
import { parseJson } from '../src/request/parse-json.ts'
import type { SampleRequest } from '../src/request/request.ts'
import { canonical, resolver } from './expected.ts'

/** What is wrong with what a program printed of an answer. `rounds`: a note says that big numbers lose digits. */
export function outputFaults(request: SampleRequest, body: string, output: string, rounds: boolean): string[] {
  const { content } = expectation(request.replies)
  if (body === '' || content.kind === 'empty') return output.trim() === '' ? [] : [`printed ${JSON.stringify(output)}`]
  if (content.kind !== 'json') {
    return output.trimEnd() === body.trimEnd() ? [] : [`printed ${JSON.stringify(output)}, not the answer`]
  }
  const expected = shownValues(namedValues(content.shape), parseJson(body))
  return compareLines(expected, output, rounds)
}

/**
 * What is wrong with what a program said of a refusal: the status, and then the fields of the error by their names where
 * failures are documented as JSON; in any other case what the server said, as it is.
 */
export function refusalFaults({ replies }: SampleRequest, status: number, body: string, said: string): string[] {
  const isNamed = expectation(replies).explainsFailures && body.startsWith('{')
  const wanted = isNamed ? fieldLines(parseJson(body), '') : [body]
  const lines = said.split('\n')
  return [
    ...(said.includes(String(status)) ? [] : [`did not say the status ${status}: ${said}`]),
    ...wanted.filter(line => !lines.includes(line)).map(line => `did not say ${JSON.stringify(line)}: ${said}`),
    ...(isNamed && said.includes(body) ? ['said the whole answer beside its fields'] : []),
  ]
}

function fieldLines(value: JsonTemplate, path: string): string[] {
  const text = resolver(new Map())
  switch (value.kind) {
    case 'object':
      return value.members.flatMap(({ name, value: own }) =>
        fieldLines(own, path === '' ? text(name) : `${path}.${text(name)}`),
      )
    case 'array':
      return value.items.flatMap((item, at) => fieldLines(item, `${path || 'reply'}[${at}]`))
    case 'string':
      return [`${path} = ${text(value.value)}`]
    case 'number':
      return [`${path} = ${value.text}`]
    case 'boolean':
      return [`${path} = ${value.value}`]
    case 'null':
    case 'input':
      return []
  }
}

/**
 * Values that stand side by side in one record may come before its lists: programs name them first.
 * So lines are looked for by their label, and all of them have to be there, once.
 */
function compareLines(expected: readonly ShownValue[], output: string, rounds: boolean): string[] {
  const faults: string[] = []
  let rest = `\n${output}`
  for (const { label, value, isJson } of expected) {
    const start = rest.indexOf(`\n${label} = `)
    if (start === -1) {
      faults.push(`${label} was not printed`)
      continue
    }
    const from = start + label.length + 4
    const text = rest.slice(from)
    const length = isJson ? documentLength(value, text, rounds) : printedLength(value, text, rounds)
    if (length === undefined)
      faults.push(`${label} is printed as ${JSON.stringify(text.split('\n')[0])}, not ${canonical(value)}`)
    rest = rest.slice(0, start) + text.slice(length ?? text.split('\n')[0]?.length ?? 0)
  }
  return rest.trim() === '' ? faults : [...faults, `printed more: ${JSON.stringify(rest.trim())}`]
}

function documentLength(value: JsonTemplate, text: string, rounds: boolean): number | undefined {
  const line = /^[^\n]*/.exec(text)?.[0] ?? ''
  return sameDocument(line, value, rounds) ? line.length : undefined
}

/** How many characters of the output say the value; undefined when they say another one. */
function printedLength(value: JsonTemplate, text: string, rounds: boolean): number | undefined {
  const line = /^[^\n]*/.exec(text)?.[0] ?? ''
  switch (value.kind) {
    case 'string': {
      const own = resolver(new Map())(value.value).toWellFormed()
      return text.startsWith(own) && /^$|^\n/.test(text.slice(own.length)) ? own.length : undefined
    }
    case 'number':
      return isSameNumber(line, value.text, rounds) ? line.length : undefined
    case 'boolean':
      return line.toLowerCase() === String(value.value) ? line.length : undefined
    default:
      return documentLength(value, text, rounds)
  }
}

/** A fraction goes through a double; an integer has to be exact unless a note says otherwise. */
function isSameNumber(printed: string, source: string, rounds: boolean): boolean {
  if (!/^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(printed)) return false
  if (decimal(printed) === decimal(source)) return true
  const isFraction = /[.eE]/.test(source)
  return (isFraction || rounds) && Number(printed) === Number(source)
}

function sameDocument(printed: string, value: JsonTemplate, rounds: boolean): boolean {
  try {
    const own = canonical(parseJson(printed))
    return (
      own === canonical(value) ||
      (rounds && JSON.stringify(JSON.parse(printed)) !== '' && sameDoubles(own, canonical(value)))
    )
  } catch {
    return false
  }
}

function sameDoubles(one: string, other: string): boolean {
  const rounded = (text: string) => text.replace(/-?\d+e-?\d+/g, number => String(Number(number)))
  return rounded(one) === rounded(other)
}
