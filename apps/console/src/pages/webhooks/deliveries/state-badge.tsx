import type { DeliveryState } from '../api.ts'
import classes from './deliveries.module.css'

/** What each state is called, in the order of the filter. */
export const STATES: readonly { readonly state: DeliveryState; readonly label: string; readonly sign: string }[] = [
  { state: 'delivered', label: 'Delivered', sign: '✓' },
  { state: 'waiting', label: 'Waiting', sign: '…' },
  { state: 'retrying', label: 'Retrying', sign: '↻' },
  { state: 'failed', label: 'Failed', sign: '✕' },
]

/** The state of a delivery by colour, sign and word. */
export function StateBadge({ state }: { readonly state: DeliveryState }) {
  const known = STATES.find(one => one.state === state)
  return (
    <span className={classes.state} data-state={state}>
      <span aria-hidden="true" className={classes.sign}>
        {known?.sign}
      </span>
      {known?.label ?? state}
    </span>
  )
}
