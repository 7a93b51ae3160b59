import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { appKeysQuery, Key, NamedKey } from '../../api/apps.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { Listed, Row } from '../../ui/rows.tsx'
import { Section } from '../../ui/section.tsx'
import { NameDialog } from './name-dialog.tsx'
import { NewKey } from './new-key.tsx'

interface Props {
  readonly title: string
  readonly lead: string
  readonly query: ReturnType<typeof appKeysQuery>
  readonly create: (displayName: string) => Promise<{ readonly key: Key }>
  readonly remove: (keyId: string) => Promise<unknown>
}

/** The keys of an app or an integration: made, shown with their secret once, and deleted. */
export function Keys({ title, lead, query, create, remove }: Props) {
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [deleting, setDeleting] = useState<NamedKey>()
  const keys = useQuery(query)
  const refresh = () => client.invalidateQueries({ queryKey: query.queryKey })
  const made = useMutation({ mutationFn: create, onSuccess: refresh, gcTime: 0 })
  const removed = useMutation({
    mutationFn: remove,
    onSuccess: async () => {
      await refresh()
      setDeleting(undefined)
    },
  })
  return (
    <Section title={title} lead={lead} actions={<Button onClick={() => setAsking(true)}>Create key</Button>}>
      {made.data === undefined ? null : <NewKey value={made.data.key} onClose={made.reset} />}
      <Listed
        what="keys"
        items={keys.data}
        error={keys.error}
        empty="There is no key yet."
        row={key => (
          <Row
            key={key.id}
            name={key.displayName}
            id={key.id}
            actions={
              <Button
                size="xs"
                variant="default"
                aria-label={`Delete ${key.displayName}, ${key.id}`}
                onClick={() => {
                  removed.reset()
                  setDeleting(key)
                }}
              >
                Delete
              </Button>
            }
          />
        )}
      />
      {asking ? (
        <NameDialog
          title="Create a key"
          description="For people: which program is it for?"
          action="Create key"
          error={made.error}
          isPending={made.isPending}
          onCreate={name => made.mutate(name, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        />
      ) : null}
      {deleting === undefined ? null : (
        <Confirm
          title="Delete the key?"
          action="Delete key"
          error={removed.error}
          isPending={removed.isPending}
          onConfirm={() => removed.mutate(deleting.id)}
          onClose={() => setDeleting(undefined)}
        >
          {deleting.displayName} ({deleting.id}) and every token signed with it stop working at once.
        </Confirm>
      )}
    </Section>
  )
}
