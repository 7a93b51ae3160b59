import { sampleFiles } from '@parhelion/samples'
import { strToU8, type Zippable, zipSync } from 'fflate'
import { heldItems, optionsOf, targetOf, withDefaults } from './collection.ts'
import type { Operations } from './protocol.ts'

/** The earliest time that a zip file can say: the same programs give the same file, whenever it is made. */
const TIME = '1980-01-01T12:00:00'

export const archive: Operations['archive'] = manner => {
  const target = targetOf(manner.target)
  const files: Zippable = {}
  for (const { item, name } of heldItems()) {
    const sample = target.generate(withDefaults(item.request, manner), optionsOf(manner, name))
    for (const file of sampleFiles(sample, name)) files[`${target.id}/${file.name}`] = strToU8(file.text)
  }
  return zipSync(files, { mtime: TIME })
}
