import { limits } from './limits.ts'
import { Type } from './type.ts'

export type Metadata = Record<string, string | number | boolean>

/** Flat: strings, numbers and booleans only. Its size is checked by {@link metadataBytes}, which no JSON Schema keyword can say. */
export const Metadata = Type.Unsafe<Metadata | null>({
  title: 'Metadata',
  type: ['object', 'null'],
  description: `Properties of your own: a flat object of strings, numbers and booleans, ${limits.metadataBytes} bytes at most. Null clears it.`,
  additionalProperties: { type: ['string', 'number', 'boolean'] },
  examples: [{ lang: 'en-ca' }],
})

/** What counts against the limit: the UTF-8 bytes of all names and of all values as text. */
export function metadataBytes(metadata: Metadata): number {
  const encoder = new TextEncoder()
  return Object.entries(metadata).reduce(
    (sum, [name, value]) => sum + encoder.encode(name).length + encoder.encode(String(value)).length,
    0,
  )
}
