/** Reads JSON into plain values; integers that a number cannot hold come as bigint. @throws SyntaxError */
export function parseExact(text: string): unknown {
  // To look at every value takes several times as long, and what a number cannot hold has more digits than these.
  return hasLongNumber(text) ? JSON.parse(text, exactInteger) : JSON.parse(text)
}

const DIGITS = 16

/** Whether so many digits stand together; then one of them stands where every sixteenth character does. */
function hasLongNumber(text: string): boolean {
  for (let at = DIGITS - 1; at < text.length; at += DIGITS) {
    const code = text.charCodeAt(at)
    if (code >= 0x30 && code <= 0x39 && /\d{16}/.test(text.slice(at - DIGITS + 1, at + DIGITS))) return true
  }
  return false
}

/** The third argument is there since ES2026; without it such integers lose their last digits. */
function exactInteger(this: unknown, _key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value
  return /^-?\d+$/.test(source) ? BigInt(source) : value
}

/** Writes a plain value as JSON with two spaces for a level, bigint with all digits. */
export function exactJson(value: unknown, indent = ''): string {
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const inner = `${indent}  `
  const lines = Array.isArray(value)
    ? value.map(item => exactJson(item, inner))
    : Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([name, member]) => `${JSON.stringify(name)}: ${exactJson(member, inner)}`)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  return lines.length === 0
    ? `${open}${close}`
    : `${open}\n${lines.map(line => inner + line).join(',\n')}\n${indent}${close}`
}
