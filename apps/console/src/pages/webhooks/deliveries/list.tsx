import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { Delivery } from '../api.ts'
import { Moment } from '../moment.tsx'
import classes from './deliveries.module.css'
import { StateBadge } from './state-badge.tsx'

const ROW_PX = 52

interface Props {
  readonly deliveries: readonly Delivery[]
  readonly chosen: string | undefined
  onChoose(eventId: string): void
}

/** Deliveries as rows, of which only those in sight are in the page. */
export function DeliveryList({ deliveries, chosen, onChoose }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: deliveries.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    getItemKey: index => deliveries[index]?.eventId ?? index,
    overscan: 8,
  })
  return (
    <div ref={box} className={classes.scroll}>
      <ul className={classes.rows} aria-label="Deliveries" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ key, index, start }) => {
          const delivery = deliveries[index]
          return delivery === undefined ? null : (
            <li
              key={key}
              className={classes.row}
              style={{ height: ROW_PX, transform: `translateY(${start}px)` }}
              aria-setsize={deliveries.length}
              aria-posinset={index + 1}
            >
              <button
                type="button"
                className={classes.rowButton}
                aria-current={delivery.eventId === chosen ? 'true' : undefined}
                onClick={() => onChoose(delivery.eventId)}
              >
                <StateBadge state={delivery.state} />
                <span className={classes.type}>{delivery.type}</span>
                <span className={classes.outcome}>{outcomeOf(delivery)}</span>
                <span className={classes.time}>
                  <Moment time={delivery.createdAt} />
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** What came of the last attempt, and how many there were. */
function outcomeOf({ attempts, state }: Delivery): string {
  const last = attempts.at(-1)
  if (last === undefined) return state === 'waiting' ? 'not called yet' : ''
  const outcome = last.status ?? last.problem ?? 'no answer'
  return attempts.length === 1 ? String(outcome) : `${outcome} after ${attempts.length} attempts`
}
