import type { CreateApp as CreateAppOperation } from '@parhelion/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { operate } from '../../api/operate.ts'
import { NameDialog } from './name-dialog.tsx'

/** Makes an app and leads to it. */
export function CreateApp({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const create = useMutation({
    mutationFn: (displayName: string) =>
      operate<typeof CreateAppOperation>('POST', '/v2/apps', { params: {}, body: { displayName } }),
    onSuccess: async ({ app }) => {
      await client.invalidateQueries({ queryKey: ['apps'], exact: true })
      await navigate({ to: '/apps/$appId', params: { appId: app.id } })
    },
  })
  return (
    <NameDialog
      title="Create an app"
      description="For people; 100 characters at most."
      action="Create app"
      error={create.error}
      isPending={create.isPending}
      onCreate={create.mutate}
      onClose={onClose}
    />
  )
}
