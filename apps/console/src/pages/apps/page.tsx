import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { appQuery, appsQuery } from '../../api/apps.ts'
import { useSession } from '../../api/session.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Listed, Row, Rows, ShowMore } from '../../ui/rows.tsx'
import { CreateApp } from './create-app.tsx'

/** All apps of the account; with a key of an app that app alone. */
export default function Page() {
  const session = useSession()
  if (session === undefined || session === null) return null
  return session.appId === undefined ? <AccountApps /> : <OwnApp appId={session.appId} />
}

const LEAD = 'An app is a tenant with users, conversations, integrations and keys of its own.'

function AccountApps() {
  const [creating, setCreating] = useState(false)
  const apps = useInfiniteQuery(appsQuery)
  return (
    <>
      <PageHeader title="Apps and keys" actions={<Button onClick={() => setCreating(true)}>Create app</Button>}>
        {LEAD}
      </PageHeader>
      <Listed
        what="apps"
        items={apps.data?.pages.flatMap(page => page.apps)}
        error={apps.error}
        empty="There is no app yet."
        row={app => <Row key={app.id} name={app.displayName} id={app.id} to={`/apps/${app.id}`} />}
      />
      <ShowMore query={apps} mt="md" />
      {creating ? <CreateApp onClose={() => setCreating(false)} /> : null}
    </>
  )
}

function OwnApp({ appId }: { readonly appId: string }) {
  const { data, error } = useQuery(appQuery(appId))
  return (
    <>
      <PageHeader title="Apps and keys">{LEAD} Your key speaks for this one.</PageHeader>
      {error === null ? null : <Problem title="The app could not be shown" error={error} />}
      {data === undefined ? null : (
        <Rows count={1} empty="">
          <Row name={data.app.displayName} id={data.app.id} to={`/apps/${data.app.id}`} />
        </Rows>
      )}
    </>
  )
}
