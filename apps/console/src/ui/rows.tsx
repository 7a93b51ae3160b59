import { Button, Loader, type MantineSpacing } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Problem } from './problem.tsx'
import classes from './rows.module.css'

/** A list of records, one below the other; says what to do when there are none. */
export function Rows({ children, empty, count }: { children: ReactNode; empty: ReactNode; count: number }) {
  if (count === 0) return <p className={classes.empty}>{empty}</p>
  return <ul className={classes.rows}>{children}</ul>
}

interface ListedProps<Item> {
  /** Of what the list is, such as `apps`. */
  readonly what: string
  /** Undefined until they are known. */
  readonly items: readonly Item[] | undefined
  readonly error: Error | null
  readonly empty: ReactNode
  readonly row: (item: Item) => ReactNode
}

/** A list of records that is asked for: says so until it is there, and why it is not. */
export function Listed<Item>({ what, items, error, empty, row }: ListedProps<Item>) {
  return (
    <>
      {error === null ? null : <Problem title={`The ${what} could not be listed`} error={error} />}
      {items === undefined ? (
        error === null && <Loader aria-label={`Asking for the ${what}`} />
      ) : (
        <Rows count={items.length} empty={empty}>
          {items.map(row)}
        </Rows>
      )}
    </>
  )
}

interface ShowMoreProps {
  /** Of a list that comes page by page. */
  readonly query: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    fetchNextPage(): unknown
  }
  readonly mt?: MantineSpacing
}

/** Asks for the next page of a list, where there is one. */
export function ShowMore({ query, mt = 0 }: ShowMoreProps) {
  if (!query.hasNextPage) return null
  return (
    <Button
      mt={mt}
      w="fit-content"
      variant="default"
      loading={query.isFetchingNextPage}
      onClick={() => query.fetchNextPage()}
    >
      Show more
    </Button>
  )
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
