import { inferShape, type JsonTools, parseJson, type Sample } from '@parhelion/samples'
import { targetOf } from './collection.ts'
import type { DescribedCode, Operations } from './protocol.ts'

const OPTIONS = { body: 'structure', secrets: 'shown' } as const

export const json: Operations['json'] = ({ text, target }) => {
  const tools = toolsOf(target)
  const document = parseJson(text.replace(/^\uFEFF/, ''))
  return {
    build: described(tools.build(document, { ...OPTIONS, name: 'build_json' })),
    read: described(tools.parse(inferShape([document]), { ...OPTIONS, name: 'read_json' })),
  }
}

function toolsOf(id: string): JsonTools {
  const { json, title } = targetOf(id)
  if (json === undefined) throw new Error(`There is no code for JSON alone in ${title}`)
  return json
}

function described({ files, install, run }: Sample): DescribedCode {
  return { files, install, run }
}
