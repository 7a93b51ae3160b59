import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './page-header.module.css'

interface Props {
  readonly title: string
  /** A sentence or two about what the page is for. */
  readonly children?: ReactNode
  /** A button or two beside the title. */
  readonly actions?: ReactNode
  /** Above the title: where the page belongs. */
  readonly above?: ReactNode
}

/** How every page begins: its one heading of the first rank, and what it is for. */
export function PageHeader({ title, children, actions, above }: Props) {
  return (
    <header className={classes.header}>
      {above}
      <div className={classes.row}>
        <Title order={1} className={classes.title ?? ''}>
          {title}
        </Title>
        {actions}
      </div>
      {children === undefined ? null : <p className={classes.lead}>{children}</p>}
    </header>
  )
}
