import type { Clock } from '../lib/clock.ts'

/** A clock that stands still until it is moved. */
export interface MovableClock extends Clock {
  forward(ms: number): void
}

export function movableClock(): MovableClock {
  let now = Date.now()
  return {
    now: () => new Date(now),
    forward: ms => {
      now += ms
    },
  }
}
