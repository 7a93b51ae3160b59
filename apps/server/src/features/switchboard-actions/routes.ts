import { AcceptControl, OfferControl, PassControl, ReleaseControl } from '@parhelion/contract'
import type { Http } from '../../http/http.ts'
import type { SwitchboardActionService } from './service.ts'

export function switchboardActionRoutes(http: Http, actions: SwitchboardActionService): void {
  http.serve(PassControl, async ({ principal, params, body }) => {
    await actions.pass(params, body, principal)
    return {}
  })

  http.serve(OfferControl, async ({ params, body }) => {
    await actions.offer(params, body)
    return {}
  })

  http.serve(AcceptControl, async ({ principal, params, body }) => {
    await actions.accept(params, body, principal)
    return {}
  })

  http.serve(ReleaseControl, async ({ principal, params, body }) => {
    await actions.release(params, body, principal)
    return {}
  })
}
