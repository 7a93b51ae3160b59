import type { Clock } from '../lib/clock.ts'

/** A clock that stands still, on a whole second, until it is moved. */
export interface MovableClock extends Clock {
  forward(ms: number): void
}

export function movableClock(): MovableClock {
  let now = Math.floor(Date.now() / 1000) * 1000
  return {
    now: () => new Date(now),
    forward: ms => {
      now += ms
    },
  }
}
