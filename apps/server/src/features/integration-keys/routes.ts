import {
  CreateCustomIntegrationKey,
  DeleteCustomIntegrationKey,
  GetCustomIntegrationKey,
  ListCustomIntegrationKeys,
} from '@parhelion/contract'
import type { Http } from '../../http/http.ts'
import { presentIntegrationKey } from './present.ts'
import type { IntegrationKeyService } from './service.ts'

export function integrationKeyRoutes(http: Http, keys: IntegrationKeyService): void {
  http.serve(CreateCustomIntegrationKey, async ({ params, body }) => {
    const key = await keys.create(params, body)
    return { key: presentIntegrationKey(key) }
  })

  http.serve(ListCustomIntegrationKeys, async ({ params }) => {
    const list = await keys.list(params)
    return { keys: list.map(presentIntegrationKey) }
  })

  http.serve(GetCustomIntegrationKey, async ({ params }) => {
    const key = await keys.get(params)
    return { key: presentIntegrationKey(key) }
  })

  http.serve(DeleteCustomIntegrationKey, async ({ params }) => {
    await keys.remove(params)
    return {}
  })
}
