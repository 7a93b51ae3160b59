import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import classes from './rows.module.css'

/** A list of records, one below the other; says what to do when there are none. */
export function Rows({ children, empty, count }: { children: ReactNode; empty: ReactNode; count: number }) {
  if (count === 0) return <p className={classes.empty}>{empty}</p>
  return <ul className={classes.rows}>{children}</ul>
}

interface RowProps {
  readonly name: ReactNode
  readonly id: string
  /** Beside the id, such as a type. */
  readonly more?: ReactNode
  /** Path of the console where the record is shown; its name is then a link. */
  readonly to?: string
  readonly actions?: ReactNode
}

/** One record: its name, its id, and what can be done with it. */
export function Row({ name, id, more, to, actions }: RowProps) {
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        {to === undefined ? (
          <span className={classes.name}>{name}</span>
        ) : (
          <Link to={to} className={classes.name}>
            {name}
          </Link>
        )}
        <span className={classes.id}>{id}</span>
      </div>
      {more}
      {actions}
    </li>
  )
}
