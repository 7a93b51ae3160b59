import { timeOf } from '../../ui/time.ts'
import type { Claims } from './jwt.ts'

const NAMES = { iat: 'Issued', nbf: 'Good from', exp: 'Good until' } as const
const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const
const WORDS = new Intl.RelativeTimeFormat('en')

/** The times of a token in words: `Good until 25 Nov 2026, 23:15 (in 59 minutes)`. @param now seconds */
export function timesOf(claims: Claims, now: number): readonly { readonly name: string; readonly words: string }[] {
  const times = Object.entries(NAMES).flatMap(([claim, name]) => {
    const seconds = claims[claim]
    return typeof seconds === 'number' ? [{ name, words: inWords(seconds, now) }] : []
  })
  return claims.exp === undefined ? [...times, { name: 'Good until', words: 'it is never over' }] : times
}

function inWords(seconds: number, now: number): string {
  // Outside of what a date can say, the number itself.
  if (!(Math.abs(seconds) <= 8.64e12)) return String(seconds)
  const away = seconds - now
  const [unit, size] = UNITS.find(([, size]) => Math.abs(away) >= size) ?? ['second', 1]
  return `${timeOf(seconds * 1000)} (${WORDS.format(Math.trunc(away / size), unit)})`
}

/** Whether a token's time is now. @param now seconds */
export function stateOf({ exp, nbf }: Claims, now: number): 'good' | 'expired' | 'not good yet' {
  if (typeof exp === 'number' && exp <= now) return 'expired'
  return typeof nbf === 'number' && nbf > now ? 'not good yet' : 'good'
}
