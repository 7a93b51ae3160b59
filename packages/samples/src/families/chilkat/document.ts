import { python } from '../../languages/python.ts'
import { isStructural } from '../../program/json-text.ts'
import type { JsonTemplate } from '../../request/json.ts'
import { fixedText } from '../../request/template.ts'
import type { PythonProgram } from '../python/program.ts'
import type { Dialect } from './dialect.ts'

/** A name that a path can hold as it is: dots and brackets have a meaning there. */
export function isPlainName(name: string): boolean {
  return /^[\p{L}_$@][\p{L}\p{N}_$@ -]*$/u.test(name)
}

/** Lines that build `document` value by value, by paths; undefined where paths do not reach, or text does it better. */
export function documentLines(program: PythonProgram, json: JsonTemplate, dialect: Dialect): string[] | undefined {
  const isWanted = program.plan.options.body === 'structure' && json.kind === 'object' && isReachable(json)
  if (!isWanted || !isStructural(json, source => source)) return undefined
  return [`document = ${dialect.create('JsonObject')}`, ...updates(program, json, '')]
}

function isReachable(json: JsonTemplate): boolean {
  switch (json.kind) {
    case 'object':
      return json.members.every(({ name, value }) => isPlainName(fixedText(name) ?? '') && isReachable(value))
    case 'array':
      return json.items.every(isReachable)
    case 'string':
      // Its strings end at a NUL.
      return json.value.every(part => typeof part !== 'string' || !part.includes('\0'))
    default:
      return true
  }
}

function updates(program: PythonProgram, json: JsonTemplate, path: string): string[] {
  const call = (method: string, ...values: string[]) =>
    `document.${method}(${[python.string(path), ...values].join(', ')})`
  switch (json.kind) {
    case 'object':
      if (json.members.length === 0 && path !== '') return [call('UpdateNewObject')]
      return json.members.flatMap(({ name, value }) => {
        const own = fixedText(name) ?? ''
        return updates(program, value, path === '' ? own : `${path}.${own}`)
      })
    case 'array':
      if (json.items.length === 0) return [call('UpdateNewArray')]
      return json.items.flatMap((item, at) => updates(program, item, `${path}[${at}]`))
    case 'string':
      return [call('UpdateString', program.text(json.value))]
    case 'number':
      return /^-?\d{1,9}$/.test(json.text)
        ? [call('UpdateInt', json.text)]
        : [call('UpdateNumber', python.string(json.text))]
    case 'boolean':
      return [call('UpdateBool', json.value ? 'True' : 'False')]
    case 'null':
      return [call('UpdateNull')]
    case 'input':
      throw new Error('an input that is a whole value travels as text')
  }
}
