import { UsageError } from './failure.ts'

const UNITS = { s: 1, m: 60, h: 3600, d: 86_400 } as const
const SECONDS_MAX = 100 * 366 * UNITS.d

/** `90s`, `15m`, `1h` or `30d` in seconds. */
export function parseDuration(text: string, option: string): number {
  const [, digits, unit] = /^(\d{1,10})([smhd])$/.exec(text) ?? []
  const seconds = Number(digits) * (UNITS[unit as keyof typeof UNITS] ?? Number.NaN)
  if (!(seconds > 0 && seconds <= SECONDS_MAX)) {
    throw new UsageError(`${option} must be a time such as 90s, 15m, 1h or 30d, not "${text}"`)
  }
  return seconds
}

/** A time that is given as so long ago, or as ISO 8601 writes it; as the API takes it. */
export function parseTime(text: string, option: string, now = Date.now()): string {
  if (/^\d{1,10}[smhd]$/.test(text)) return new Date(now - parseDuration(text, option) * 1000).toISOString()
  const date = new Date(text)
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(date.getTime())) return date.toISOString()
  throw new UsageError(`${option} must be a time such as 15m, 1h or 7d, or 2026-01-31T12:00:00Z, not "${text}"`)
}

/** The largest unit that says it well enough for people: `59 minutes`. */
export function describeDuration(seconds: number): string {
  for (const [name, size] of [
    ['day', UNITS.d],
    ['hour', UNITS.h],
    ['minute', UNITS.m],
  ] as const) {
    if (seconds >= 2 * size) return `${Math.floor(seconds / size)} ${name}s`
  }
  return seconds === 1 ? '1 second' : `${Math.floor(seconds)} seconds`
}
