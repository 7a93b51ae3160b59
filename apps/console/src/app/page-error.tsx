import { Button, Group, Stack } from '@mantine/core'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { PageHeader } from '../ui/page-header.tsx'
import { Problem } from '../ui/problem.tsx'

/** Instead of a page that broke; the rest of the console stays usable. */
export function PageError({ error, reset }: ErrorComponentProps) {
  return (
    <Stack align="flex-start" gap="lg">
      <PageHeader title="This page could not be shown">
        If the server has been restarted with another version, loading the page anew helps.
      </PageHeader>
      <Problem error={error} title="What went wrong" />
      <Group>
        <Button onClick={() => location.reload()}>Load anew</Button>
        <Button variant="default" onClick={reset}>
          Try again
        </Button>
      </Group>
    </Stack>
  )
}
