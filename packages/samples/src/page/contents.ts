import { document, escaped } from './html.ts'

/** A page of a collection, and where it lies beside the contents. */
export interface Entry {
  /** Folders and name of the request. */
  readonly path: readonly string[]
  readonly target: string
  /** Relative, with slashes; not encoded. */
  readonly file: string
}

/** The pages of a collection, by request: for each the languages it is there in. */
export function contentsHtml(title: string, entries: readonly Entry[]): string {
  const items = [...byItem(entries)].map(([path, own]) => {
    const links = own.map(({ target, file }) => `<a href="${escaped(encodeURI(file))}">${escaped(target)}</a>`)
    return `<tr><th>${escaped(path)}</th><td>${links.join(' · ')}</td></tr>`
  })
  return document(title, `<h1>${escaped(title)}</h1>\n<table>\n${items.join('\n')}\n</table>`)
}

export function contentsText(title: string, entries: readonly Entry[]): string {
  const items = [...byItem(entries)].map(([path, own]) => [path, ...own.map(({ file }) => `  ${file}`)].join('\n'))
  return `${title}\n\n${items.join('\n')}\n`
}

function byItem(entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  return Map.groupBy(entries, ({ path }) => path.join(' / '))
}
