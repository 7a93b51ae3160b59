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
