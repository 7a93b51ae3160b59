import { Group, Text } from '@mantine/core'
import { CopyButton } from '../../ui/copy-button.tsx'
import { TextLink } from '../../ui/links.tsx'

/** The way back up, above a title. */
export function Above({ app }: { readonly app?: { readonly id: string; readonly name: string } }) {
  return (
    <nav aria-label="Where this is">
      <Text size="sm" mb={4} c="dimmed">
        <TextLink to="/apps">Apps and keys</TextLink>
        {app === undefined ? null : (
          <>
            {' / '}
            <TextLink to="/apps/$appId" params={{ appId: app.id }}>
              {app.name}
            </TextLink>
          </>
        )}
      </Text>
    </nav>
  )
}

/** The id of what a page shows, ready to be copied. @param of such as "the app" */
export function IdLine({ id, of }: { readonly id: string; readonly of: string }) {
  return (
    <Group gap="xs" mt="-1.25rem" mb="2rem">
      <Text ff="monospace" size="sm" c="dimmed">
        {id}
      </Text>
      <CopyButton text={id} label={`Copy the id of ${of}`} />
    </Group>
  )
}
