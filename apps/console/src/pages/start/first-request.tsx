import { address as placeholder, targets } from 'virtual:first-request'
import { NativeSelect, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Installation } from '../../api/installation.ts'
import { CodeBlock } from '../../ui/code/code-block.tsx'
import { highlightId } from '../../ui/code/highlight-id.ts'
import { Problem } from '../../ui/problem.tsx'
import classes from './page.module.css'
import { SendIt } from './send-it.tsx'

const route = getRouteApi('/')
const USUAL = 'python-requests'

/** The request that makes an integration key, as a program in the reader's language; and sent from here. */
export function FirstRequest({ installation }: { readonly installation: Installation }) {
  const wanted = route.useSearch({ select: search => search.target })
  const navigate = route.useNavigate()
  const target = targets.find(one => one.id === wanted) ?? targets.find(one => one.id === USUAL) ?? targets[0]
  const program = useQuery({
    queryKey: ['first-request', target?.id],
    queryFn: async () => target?.load(),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: before => before,
  })
  const file = program.data?.files[0]
  return (
    <section aria-labelledby="first-request" className={classes.request}>
      <Title order={2} id="first-request">
        Your first request
      </Title>
      <Text c="dimmed" maw="42rem">
        It creates an integration key. With the key’s secret a program signs tokens, and with those it speaks for the
        integration.
      </Text>
      <NativeSelect
        className={classes.language ?? ''}
        label="Language and library"
        value={target?.id}
        data={targets.map(({ id, title }) => ({ value: id, label: title }))}
        onChange={event =>
          navigate({ search: { target: event.currentTarget.value }, replace: true, resetScroll: false })
        }
      />
      {program.error === null ? null : <Problem error={program.error} />}
      {file === undefined || target === undefined ? null : (
        <CodeBlock
          code={file.text.replaceAll(placeholder, installation.address)}
          language={highlightId(target.language)}
          label="Program that creates an integration key"
          filename={file.name}
        />
      )}
      {program.data === undefined ? null : (
        <CodeBlock
          code={shellLines(installation, program.data.install, program.data.run)}
          language="bash"
          label="How to run it"
        />
      )}
      <SendIt demo={installation.demo} />
    </section>
  )
}

function shellLines({ demo }: Installation, install: readonly string[], run: string): string {
  return [
    ...install,
    `export APP_ID=${demo?.appId ?? '…'} INTEGRATION_ID=${demo?.integrationId ?? '…'}`,
    "export API_USERNAME='app_…' API_PASSWORD='…'  # a key of the app: in the file credentials of the data folder",
    run,
  ].join('\n')
}
