import {
  ApiError,
  CreateWebhook,
  DeleteWebhook,
  type ErrorDefinition,
  Forbidden,
  GetWebhook,
  ListWebhooks,
  NotFound,
  UpdateWebhook,
} from '@parhelion/contract'
import type { Principal } from '../../auth/principal.ts'
import type { Http } from '../../http/http.ts'
import { presentWebhook } from './present.ts'
import type { WebhookService } from './service.ts'

export function webhookRoutes(http: Http, webhooks: WebhookService): void {
  http.serve(CreateWebhook, async ({ principal, params, body }) => {
    const webhook = await webhooks.add(own(principal, params, Forbidden), body)
    return { webhook: presentWebhook(webhook) }
  })

  http.serve(ListWebhooks, async ({ principal, params }) => {
    const list = await webhooks.list(own(principal, params, Forbidden))
    return { webhooks: list.map(presentWebhook) }
  })

  http.serve(GetWebhook, async ({ principal, params }) => {
    const webhook = await webhooks.get(own(principal, params, NotFound))
    return { webhook: presentWebhook(webhook) }
  })

  http.serve(UpdateWebhook, async ({ principal, params, body }) => {
    const webhook = await webhooks.update(own(principal, params, NotFound), body)
    return { webhook: presentWebhook(webhook) }
  })

  http.serve(DeleteWebhook, async ({ principal, params }) => {
    await webhooks.remove(own(principal, params, NotFound))
    return {}
  })
}

/**
 * An integration sees its own webhooks only, and may call itself `me`. To it, other integrations are the same whether or
 * not they exist: forbidden where webhooks are made and listed, missing where one of them is named.
 */
function own<P extends { readonly integrationId: string }>(
  principal: Principal,
  params: P,
  otherwise: ErrorDefinition,
): P {
  if (principal.scope !== 'integration') return params
  const { integrationId } = principal
  if (params.integrationId !== 'me' && params.integrationId !== integrationId) throw new ApiError(otherwise)
  return { ...params, integrationId }
}
