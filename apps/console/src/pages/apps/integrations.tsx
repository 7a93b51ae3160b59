import { Badge } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { integrationsQuery } from '../../api/apps.ts'
import { ButtonLink } from '../../ui/links.tsx'
import { Listed, Row, ShowMore } from '../../ui/rows.tsx'
import { Section } from '../../ui/section.tsx'

/** The integrations of an app. */
export function Integrations({ appId }: { readonly appId: string }) {
  const integrations = useInfiniteQuery(integrationsQuery(appId))
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
      <Listed
        what="integrations"
        items={integrations.data?.pages.flatMap(page => page.integrations)}
        error={integrations.error}
        empty="There is no integration yet."
        row={integration => (
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
        )}
      />
      <ShowMore query={integrations} />
    </Section>
  )
}

/** What people call an integration, which need not have a name. */
export const nameOf = (integration: { readonly type: string } & Readonly<Record<string, unknown>>): string =>
  typeof integration.displayName === 'string' ? integration.displayName : `Unnamed ${integration.type} integration`
