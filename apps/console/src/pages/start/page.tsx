import { Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { installationQuery } from '../../api/installation.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Facts } from './facts.tsx'
import { FirstRequest } from './first-request.tsx'
import { NextSteps } from './next-steps.tsx'
import classes from './page.module.css'

/** What runs here, the first request, and where to go from there. */
export default function Page() {
  const { data: installation, error } = useQuery(installationQuery)
  return (
    <>
      <PageHeader title="Your platform is running">
        It speaks the Sunshine Conversations API v2 and keeps what you make. Send the first request from here, then from
        your own program.
      </PageHeader>
      {error === null ? null : <Problem title="The server does not answer" error={error} />}
      {installation === undefined ? (
        error === null && <Loader aria-label="Asking the server" />
      ) : (
        <div className={classes.sections}>
          <Facts installation={installation} />
          <FirstRequest installation={installation} />
        </div>
      )}
      <NextSteps />
    </>
  )
}
