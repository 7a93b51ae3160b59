import { Text } from '@mantine/core'
import { TextLink } from '../ui/links.tsx'
import { PageHeader } from '../ui/page-header.tsx'

/** For an address that no page has. */
export function NotFound() {
  return (
    <>
      <PageHeader title="There is no such page">The address may be mistyped, or what it showed is gone.</PageHeader>
      <Text>
        <TextLink to="/">Back to the start</TextLink>
      </Text>
    </>
  )
}
