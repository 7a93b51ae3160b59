import { Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import classes from './next-steps.module.css'

/** Where to go after the first request. */
export function NextSteps() {
  return (
    <section aria-labelledby="next-steps" className={classes.section}>
      <Title order={2} id="next-steps">
        Next
      </Title>
      <ul className={classes.steps}>
        <li>
          <Link to="/webhooks" className={classes.step}>
            <Words title="Watch webhooks arrive">Every delivery as it happens, with each attempt and its answer.</Words>
          </Link>
        </li>
        <li>
          <a href="/guides/receive-webhooks" className={classes.step}>
            <Words title="Receive webhooks">Receivers in three languages, and what to expect of the server.</Words>
          </a>
        </li>
        <li>
          <Link to="/samples" className={classes.step}>
            <Words title="Write any request as a program">This API, or your own Postman, OpenAPI or HAR file.</Words>
          </Link>
        </li>
        <li>
          <a href="/reference" className={classes.step}>
            <Words title="Read the reference">Every operation, with its schemas and samples.</Words>
          </a>
        </li>
        <li>
          <Link to="/apps" className={classes.step}>
            <Words title="Make apps and keys">An app is a tenant; integrations connect it.</Words>
          </Link>
        </li>
        <li>
          <a href="/guides/run-in-production" className={classes.step}>
            <Words title="Run in production">Your machines, your PostgreSQL, backups, upgrades.</Words>
          </a>
        </li>
      </ul>
    </section>
  )
}

function Words({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <>
      <span className={classes.title}>{title}</span>
      <span className={classes.text}>{children}</span>
    </>
  )
}
