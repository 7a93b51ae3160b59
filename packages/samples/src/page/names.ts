import type { SampleRequest } from '../request/request.ts'
import { words } from '../request/words.ts'
import type { Sample, SampleFile } from '../targets/target.ts'

const LENGTH_MAX = 60

/** Names that Windows keeps for devices. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)$/

/** Where the files of an item lie: lower case letters, digits and underscores, so that they differ on every system. */
export interface ItemName {
  readonly folders: readonly string[]
  readonly name: string
}

/**
 * A name for each request, by its folders and its own name; no two are the same. A request keeps its name when others
 * are added after it.
 */
export function itemNames(requests: readonly Pick<SampleRequest, 'path'>[]): ItemName[] {
  const taken = new Set<string>()
  return requests.map(({ path }) => {
    const folders = path.slice(0, -1).map(fileName)
    const wanted = fileName(path.at(-1) ?? '')
    let name = wanted
    for (let count = 2; taken.has([...folders, name].join('/')); count += 1) name = `${wanted}_${count}`
    taken.add([...folders, name].join('/'))
    return { folders, name }
  })
}

/** The files of a sample below the folder of its target. One lies in the item's folder; several have a folder of their own. */
export function sampleFiles({ files }: Sample, { folders, name }: ItemName): SampleFile[] {
  const inside = files.length === 1 ? folders : [...folders, name]
  return files.map(file => ({ name: [...inside, file.name].join('/'), text: file.text }))
}

function fileName(text: string): string {
  const ascii = words(text).flatMap(word => word.match(/[a-z0-9]+/g) ?? [])
  const name = ascii.join('_').slice(0, LENGTH_MAX).replace(/_$/, '') || 'item'
  return DEVICES.test(name) ? `${name}_` : name
}
