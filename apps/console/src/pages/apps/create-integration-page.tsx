import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import {
  type CreateIntegration,
  type IntegrationCreate,
  type IntegrationType,
  integrationTypes,
  IntegrationCreate as Schema,
} from '@parhelion/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { appQuery } from '../../api/apps.ts'
import { operate } from '../../api/operate.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Problem } from '../../ui/problem.tsx'
import { collect, type Draft, type FormSchema, type Problems } from '../../ui/schema-form/draft.ts'
import { SchemaFields } from '../../ui/schema-form/schema-fields.tsx'
import { Above } from './above.tsx'

const route = getRouteApi('/apps/$appId/create-integration')
const TYPES: Readonly<Record<string, IntegrationType>> = integrationTypes
/** What each type asks for, from the contract. */
const SCHEMAS = (Schema as unknown as { readonly 'x-variants': Readonly<Record<string, FormSchema>> })['x-variants']
const USUAL = 'custom'

/** Makes an integration of any type, by a form that the contract's schemas make. */
export default function Page() {
  const { appId } = route.useParams()
  const { type: wanted = USUAL } = route.useSearch()
  const navigate = route.useNavigate()
  const app = useQuery(appQuery(appId)).data?.app
  const type = Object.hasOwn(TYPES, wanted) ? wanted : USUAL
  return (
    <>
      <PageHeader
        title="Create an integration"
        above={<Above app={{ id: appId, name: app?.displayName ?? appId }} />}
      />
      <Stack maw="44rem" gap="xl">
        <NativeSelect
          label="Type"
          description={TYPES[type]?.description}
          data={Object.keys(TYPES)}
          value={type}
          onChange={event => navigate({ search: { type: event.currentTarget.value }, replace: true })}
        />
        <Form key={type} appId={appId} type={type} />
      </Stack>
    </>
  )
}

/** Fields are named after the place of their value in the body. */
function focusFirst(form: HTMLFormElement, problems: Problems): void {
  const fields = [...form.elements].filter(field => field instanceof HTMLElement)
  fields.find(field => Object.hasOwn(problems, field.getAttribute('name') ?? ''))?.focus()
}

function Form({ appId, type }: { readonly appId: string; readonly type: string }) {
  const schema = SCHEMAS[type] ?? {}
  const [draft, setDraft] = useState<{ readonly [name: string]: Draft }>({})
  const [problems, setProblems] = useState<Problems>({})
  const client = useQueryClient()
  const navigate = route.useNavigate()
  const create = useMutation({
    mutationFn: (body: IntegrationCreate) =>
      operate<typeof CreateIntegration>('POST', '/v2/apps/{appId}/integrations', { params: { appId }, body }),
    onSuccess: async ({ integration }) => {
      await client.invalidateQueries({ queryKey: ['apps', appId, 'integrations'], exact: true })
      await navigate({
        to: '/apps/$appId/integrations/$integrationId',
        params: { appId, integrationId: integration.id },
      })
    },
    // It was given secrets.
    gcTime: 0,
  })
  return (
    <form
      noValidate
      aria-label={`Properties of the ${type} integration`}
      onSubmit={event => {
        event.preventDefault()
        const form = event.currentTarget
        const collected = collect(schema, { ...draft, type })
        if ('value' in collected) {
          setProblems({})
          create.mutate(collected.value as IntegrationCreate)
          return
        }
        setProblems(collected.problems)
        requestAnimationFrame(() => focusFirst(form, collected.problems))
      }}
    >
      <Stack gap="xl">
        <SchemaFields
          schema={schema}
          draft={draft}
          problems={problems}
          isSecret={path => TYPES[type]?.fields[path]?.kind === 'secret'}
          onChange={setDraft}
          without={['type']}
          upFront={['displayName']}
        />
        {Object.keys(problems).length === 0 ? null : (
          <Text role="alert" c="var(--mantine-color-error)" size="sm">
            {Object.keys(problems).length === 1
              ? 'One property is not right yet.'
              : 'Some properties are not right yet.'}
          </Text>
        )}
        {create.error === null ? null : <Problem title="The integration was not created" error={create.error} />}
        <Group>
          <Button type="submit" loading={create.isPending}>
            Create integration
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
