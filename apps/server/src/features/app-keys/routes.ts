import { CreateAppKey, DeleteAppKey, GetAppKey, ListAppKeys } from '@parhelion/contract'
import type { Http } from '../../http/http.ts'
import { presentAppKey } from './present.ts'
import type { AppKeyService } from './service.ts'

export function appKeyRoutes(http: Http, keys: AppKeyService): void {
  http.serve(CreateAppKey, async ({ params, body }) => {
    const key = await keys.create(params.appId, body)
    return { key: presentAppKey(key) }
  })

  http.serve(ListAppKeys, async ({ params }) => {
    const list = await keys.list(params.appId)
    return { keys: list.map(presentAppKey) }
  })

  http.serve(GetAppKey, async ({ params }) => {
    const key = await keys.get(params.appId, params.keyId)
    return { key: presentAppKey(key) }
  })

  http.serve(DeleteAppKey, async ({ params }) => {
    await keys.remove(params.appId, params.keyId)
    return {}
  })
}
