import { isRequired } from './input.ts'
import { inputNames, templates } from './parts.ts'
import type { SampleRequest } from './request.ts'

/** What a request says against the promises of its types that the compiler cannot hold; `[]` for a good one. */
export function faults(request: SampleRequest): string[] {
  const found = [...inputFaults(request), ...headerFaults(request)]
  if (!/^[^\s\p{Ll}]+$/u.test(request.method)) found.push(`the method is ${JSON.stringify(request.method)}`)
  if (request.path.length === 0) found.push('the request has no name')
  for (const part of templates(request)) {
    if (part.some((one, index) => one === '' || (typeof one === 'string' && typeof part[index - 1] === 'string'))) {
      found.push(`the template ${JSON.stringify(part)} has texts that are empty or side by side`)
    }
    const text = part.filter(one => typeof one === 'string').join(' ')
    if (/\{\{[^{}]*\}\}/.test(text)) found.push(`a placeholder is left in ${JSON.stringify(text)}`)
  }
  return found
}

function inputFaults({ inputs, ...request }: SampleRequest): string[] {
  const found: string[] = []
  const byName = new Map(inputs.map(input => [input.name, input]))
  const used = new Set(inputNames(request))
  if (byName.size < inputs.length) found.push('two inputs have one name')
  if (new Set(inputs.map(({ env }) => env)).size < inputs.length) found.push('two inputs have one environment variable')
  for (const name of used) if (!byName.has(name)) found.push(`'${name}' is used and is no input`)
  for (const input of inputs) {
    const { name, env, kind } = input
    if (!/^[A-Z_][A-Z0-9_]*$/.test(env)) found.push(`'${name}' has the environment variable ${JSON.stringify(env)}`)
    if (kind !== 'timeout' && !used.has(name)) found.push(`the input '${name}' is not used`)
    if (kind === 'timeout' && isRequired(input)) found.push('the timeout has no default')
  }
  if (inputs.filter(({ kind }) => kind === 'timeout').length !== 1) found.push('there must be one timeout')
  return found
}

function headerFaults({ headers, auth, body }: SampleRequest): string[] {
  const isSentByAuth = auth.kind !== 'none' && !(auth.kind === 'apiKey' && auth.in !== 'header')
  const taken = new Set(['content-length', ...(body.kind === 'none' ? [] : ['content-type'])])
  if (isSentByAuth) taken.add(auth.kind === 'apiKey' ? auth.name.toLowerCase() : 'authorization')
  return headers.flatMap(({ name }) => {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return `${JSON.stringify(name)} is no name of a header`
    return taken.has(name.toLowerCase()) ? `the header ${name} is sent by auth or body` : []
  })
}
