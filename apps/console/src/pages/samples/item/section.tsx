import { Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './item.module.css'

interface Props {
  readonly title: string
  /** Beside the title. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A part of an item's page. */
export function Section({ title, aside, children }: Props) {
  const id = useId()
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.bar}>
        <Title order={3} id={id}>
          {title}
        </Title>
        {aside}
      </div>
      {children}
    </section>
  )
}
