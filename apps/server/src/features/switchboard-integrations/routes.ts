import {
  CreateSwitchboardIntegration,
  DeleteSwitchboardIntegration,
  ListSwitchboardIntegrations,
  UpdateSwitchboardIntegration,
} from '@parhelion/contract'
import type { Http } from '../../http/http.ts'
import { presentSwitchboardIntegration } from './present.ts'
import type { SwitchboardIntegrationService } from './service.ts'

export function switchboardIntegrationRoutes(http: Http, members: SwitchboardIntegrationService): void {
  http.serve(CreateSwitchboardIntegration, async ({ params, body }) => {
    const member = await members.create(params, body)
    return { switchboardIntegration: presentSwitchboardIntegration(member) }
  })

  http.serve(ListSwitchboardIntegrations, async ({ params }) => {
    const list = await members.list(params)
    return { switchboardIntegrations: list.map(presentSwitchboardIntegration) }
  })

  http.serve(UpdateSwitchboardIntegration, async ({ params, body }) => {
    const member = await members.update(params, body)
    return { switchboardIntegration: presentSwitchboardIntegration(member) }
  })

  http.serve(DeleteSwitchboardIntegration, async ({ params }) => {
    await members.remove(params)
    return {}
  })
}
