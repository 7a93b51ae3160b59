import { CreateSwitchboard, DeleteSwitchboard, ListSwitchboards, UpdateSwitchboard } from '@parhelion/contract'
import type { Http } from '../../http/http.ts'
import { presentSwitchboard } from './present.ts'
import type { SwitchboardService } from './service.ts'

export function switchboardRoutes(http: Http, switchboards: SwitchboardService): void {
  http.serve(CreateSwitchboard, async ({ params }) => {
    const switchboard = await switchboards.create(params.appId)
    return { switchboard: presentSwitchboard(switchboard) }
  })

  http.serve(ListSwitchboards, async ({ params }) => {
    const list = await switchboards.list(params.appId)
    return { switchboards: list.map(presentSwitchboard) }
  })

  http.serve(UpdateSwitchboard, async ({ params, body }) => {
    const switchboard = await switchboards.update(params, body)
    return { switchboard: presentSwitchboard(switchboard) }
  })

  http.serve(DeleteSwitchboard, async ({ params }) => {
    await switchboards.remove(params)
    return {}
  })
}
