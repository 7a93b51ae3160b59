const OFFSET = 0x811c9dc5
const PRIME = 0x01000193

/**
 * An id in the form of a UUID that is the same for the same name, so that a document made again is the same text.
 * Four 32-bit FNV-1a sums with different beginnings, marked as version 8 (RFC 9562 §5.8); no secret hangs on it.
 */
export function stableId(name: string): string {
  const hex = [0, 1, 2, 3].map(salt => sum(`${salt} ${name}`)).join('')
  const marked = `${hex.slice(0, 12)}8${hex.slice(13, 16)}8${hex.slice(17)}`
  return [marked.slice(0, 8), marked.slice(8, 12), marked.slice(12, 16), marked.slice(16, 20), marked.slice(20)].join(
    '-',
  )
}

function sum(text: string): string {
  const bytes = new TextEncoder().encode(text)
  const total = bytes.reduce((hash, byte) => Math.imul(hash ^ byte, PRIME), OFFSET)
  return (total >>> 0).toString(16).padStart(8, '0')
}
