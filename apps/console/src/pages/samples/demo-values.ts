import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { installationQuery } from '../../api/installation.ts'
import type { Library } from './source/library.ts'
import { suggestValues } from './values.ts'

/** The ids of the demo app fill the programs of this server's API, so that they run as they are. */
export function useDemoValues(library: Library): void {
  const demo = useQuery(installationQuery).data?.demo
  const reading = library.state === 'open' && library.origin === 'api' ? library.reading : undefined
  useEffect(() => {
    if (reading === undefined || demo === undefined) return
    suggestValues({ appId: demo.appId, integrationId: demo.integrationId, webhookId: demo.webhookId })
  }, [reading, demo])
}
