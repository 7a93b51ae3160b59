import { Badge, Button, Loader } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { integrationsQuery } from '../../api/apps.ts'
import { ButtonLink } from '../../ui/links.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Row, Rows } from '../../ui/rows.tsx'
import { Section } from '../../ui/section.tsx'

/** The integrations of an app. */
export function Integrations({ appId }: { readonly appId: string }) {
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(integrationsQuery(appId))
  const integrations = data?.pages.flatMap(page => page.integrations)
  return (
    <Section
      title="Integrations"
      lead="Each connects the app to a channel, an SDK, or a program of your own."
      actions={
        <ButtonLink to="/apps/$appId/create-integration" params={{ appId }}>
          Create integration
        </ButtonLink>
      }
    >
      {error === null ? null : <Problem title="The integrations could not be listed" error={error} />}
      {integrations === undefined ? (
        error === null && <Loader aria-label="Asking for the integrations" />
      ) : (
        <Rows count={integrations.length} empty="There is no integration yet.">
          {integrations.map(integration => (
            <Row
              key={integration.id}
              name={nameOf(integration)}
              id={integration.id}
              to={`/apps/${appId}/integrations/${integration.id}`}
              more={
                <Badge variant="default" tt="none" fw={500}>
                  {integration.type}
                </Badge>
              }
            />
          ))}
        </Rows>
      )}
      {hasNextPage ? (
        <Button variant="default" w="fit-content" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </Section>
  )
}

/** What people call an integration, which need not have a name. */
export const nameOf = (integration: { readonly type: string } & Readonly<Record<string, unknown>>): string =>
  typeof integration.displayName === 'string' ? integration.displayName : `Unnamed ${integration.type} integration`
