import { Text } from '@mantine/core'
import type { Attempt } from '../api.ts'
import { Moment } from '../moment.tsx'
import classes from './deliveries.module.css'

/** All calls, oldest first, and how each was answered. */
export function Attempts({ attempts }: { readonly attempts: readonly Attempt[] }) {
  if (attempts.length === 0) return <Text size="sm">Not called yet.</Text>
  return (
    <ol className={classes.attempts}>
      {attempts.map((attempt, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: attempts are only added, and two may begin in one millisecond
        <li key={index} className={classes.attempt} data-taken={isTaken(attempt)}>
          <div className={classes.attemptLine}>
            <strong>{attempt.status ?? 'No answer'}</strong>
            <span className={classes.faint}>
              <Moment time={attempt.at} />
            </span>
            <span className={classes.faint}>{attempt.durationMs} ms</span>
            {attempt.events > 1 ? <span className={classes.faint}>{othersOf(attempt)}</span> : null}
          </div>
          {attempt.problem === undefined ? null : <div className={classes.problem}>{attempt.problem}</div>}
          {attempt.answer === undefined || attempt.answer === '' ? null : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
            <pre className={classes.answer} tabIndex={0}>
              {attempt.answer}
            </pre>
          )}
        </li>
      ))}
    </ol>
  )
}

const isTaken = ({ status = 0 }: Attempt): boolean => status >= 200 && status <= 299

const othersOf = ({ events }: Attempt): string =>
  events === 2 ? 'with 1 other event in the call' : `with ${events - 1} other events in the call`
