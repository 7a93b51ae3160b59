import type { OutlineItem } from '../engine/protocol.ts'

/** A line of the tree as it is seen. Levels, positions and sizes count from 1, as screen readers say them. */
export interface Row {
  /** Unique in the tree. */
  readonly key: string
  readonly label: string
  readonly level: number
  readonly position: number
  readonly siblings: number
  /** Key of the folder it lies in. */
  readonly parent: string | undefined
  /** Undefined for a folder. */
  readonly item: OutlineItem | undefined
  readonly isExpanded: boolean
  /** Items below a folder. */
  readonly count: number
}

interface Folder {
  readonly key: string
  readonly label: string
  readonly children: (Folder | OutlineItem)[]
  count: number
}

/** Key of the folder that everything lies in. */
const ROOT = '/'

/** The folders of a collection, in the order in which their first items come. */
export function folderOf(items: readonly OutlineItem[]): Folder {
  const root: Folder = { key: ROOT, label: '', children: [], count: 0 }
  const known = new Map<string, Folder>()
  for (const item of items) {
    let folder = root
    root.count += 1
    for (const label of item.path.slice(0, -1)) {
      const key = keyIn(folder.key, label)
      let inner = known.get(key)
      if (inner === undefined) {
        inner = { key, label, children: [], count: 0 }
        known.set(key, inner)
        folder.children.push(inner)
      }
      inner.count += 1
      folder = inner
    }
    folder.children.push(item)
  }
  return root
}

/** The rows that are seen when these folders are open. */
export function rowsOf(root: Folder, isOpen: (key: string) => boolean): Row[] {
  const rows: Row[] = []
  const walk = (folder: Folder, level: number, parent: string | undefined) => {
    const siblings = folder.children.length
    folder.children.forEach((child, index) => {
      const place = { level, position: index + 1, siblings, parent }
      if ('children' in child) {
        const isExpanded = isOpen(child.key)
        rows.push({ ...place, key: child.key, label: child.label, item: undefined, isExpanded, count: child.count })
        if (isExpanded) walk(child, level + 1, child.key)
      } else {
        const label = child.path.at(-1) ?? ''
        rows.push({ ...place, key: child.id, label, item: child, isExpanded: false, count: 0 })
      }
    })
  }
  walk(root, 1, undefined)
  return rows
}

/** The keys of the folders that an item lies in. */
export function foldersAbove({ path }: OutlineItem): string[] {
  let key = ROOT
  return path.slice(0, -1).map(label => {
    key = keyIn(key, label)
    return key
  })
}

/** The key of a folder in another. */
const keyIn = (folder: string, label: string): string => `${folder}${encodeURIComponent(label.toWellFormed())}/`

/** The items in whose method, folders or name every word of the search is found, in any case. */
export function matching(items: readonly OutlineItem[], search: string): readonly OutlineItem[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return items
  return items.filter(({ method, path }) => {
    const text = `${method} ${path.join(' ')}`.toLowerCase()
    return words.every(word => text.includes(word))
  })
}
