import { openapi } from '@parhelion/contract'
import { read, type SampleRequest, targets } from '@parhelion/samples'
import type { Plugin } from 'vite'

/** Begins the addresses in the programs; the page puts the server's own in its place. */
const ADDRESS = 'http://parhelion.invalid'
const OPERATION = 'CreateCustomIntegrationKey'
const NAME = 'virtual:first-request'
/** Marks a module of ours, so that no other plugin looks for it on the disk. */
const OWN = '\0'

/**
 * The programs of the first request, one small module for each target: the start page shows them without the samples
 * engine, which is many times as large.
 */
export function firstRequest(): Plugin {
  return {
    name: 'parhelion:first-request',
    resolveId: id => (id === NAME || id.startsWith(`${NAME}/`) ? OWN + id : undefined),
    load: id => {
      if (id === OWN + NAME) return list()
      return id.startsWith(`${OWN}${NAME}/`) ? program(id.slice(OWN.length + NAME.length + 1)) : undefined
    },
  }
}

function list(): string {
  const entries = targets.map(({ id, language, title }) => {
    const fields = JSON.stringify({ id, language, title }).slice(0, -1)
    return `${fields},"load":()=>import(${JSON.stringify(`${NAME}/${id}`)}).then(module => module.default)}`
  })
  return `export const address = ${JSON.stringify(ADDRESS)}\nexport const targets = [${entries.join(',\n')}]`
}

function program(id: string): string {
  const target = targets.find(one => one.id === id)
  if (target === undefined) throw new Error(`There is no target ${id}`)
  const { files, install, run } = target.generate(request(), {
    name: 'create_integration_key',
    body: 'structure',
    secrets: 'hidden',
  })
  return `export default ${JSON.stringify({ files, install, run })}`
}

let found: SampleRequest | undefined

/** Read once: the document of the whole API is large. */
function request(): SampleRequest {
  found ??= readRequest()
  return found
}

function readRequest(): SampleRequest {
  const document = openapi({ serverUrl: ADDRESS, version: '0' })
  const item = read(JSON.stringify(document)).items.find(one => one.request.id === OPERATION)
  if (item === undefined) throw new Error(`The contract has no operation ${OPERATION}`)
  return item.request
}
