import type { Header } from '../request/pair.ts'
import { template } from '../request/template.ts'

/**
 * One header for each name, for libraries that keep them in a map: the values of headers of one name stand side by side,
 * which says the same by RFC 9110 §5.3. Cookies go into one header too, with the sign that belongs between them.
 */
export function together(headers: readonly Header[]): Header[] {
  const byName = Map.groupBy(headers, ({ name }) => name.toLowerCase())
  return [...byName].flatMap(([key, same]) => {
    const [first] = same
    const separator = key === 'cookie' ? '; ' : ', '
    const values = same.flatMap(({ value }, at) => (at === 0 ? [value] : [separator, value]))
    return first === undefined ? [] : [{ name: first.name, value: template(...values) }]
  })
}
