import {
  SimulateActivity,
  SimulateDevice,
  SimulateIdentity,
  SimulateLinking,
  SimulateMessage,
  SimulatePostback,
} from '@parhelion/contract'
import type { Http } from '../../http/http.ts'
import { presentReplies } from './present.ts'
import type { SimulationService } from './service.ts'

export function simulationRoutes(http: Http, simulation: SimulationService): void {
  http.serve(SimulateMessage, async ({ params, body }) => {
    const { message, ...who } = await simulation.message(params.appId, body)
    return { ...who, conversationId: message.conversationId, message: presentReplies.message(message) }
  })

  http.serve(SimulatePostback, async ({ params, body }) => {
    await simulation.postback(params.appId, body)
    return {}
  })

  http.serve(SimulateActivity, async ({ params, body }) => {
    await simulation.activity(params.appId, body)
    return {}
  })

  http.serve(SimulateDevice, async ({ params, body }) => {
    const device = await simulation.device(params.appId, body)
    return { device: presentReplies.device(device) }
  })

  http.serve(SimulateIdentity, async ({ params, body }) => {
    const user = await simulation.identity(params.appId, body)
    return { user: presentReplies.user(user) }
  })

  http.serve(SimulateLinking, async ({ params, body }) => {
    const client = await simulation.linking(params.appId, body)
    return { client: presentReplies.client(client) }
  })
}
