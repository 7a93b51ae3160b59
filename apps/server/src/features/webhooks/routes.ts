import {
  CreateWebhook,
  DeleteWebhook,
  Forbidden,
  GetSigningSecret,
  GetWebhook,
  ListWebhooks,
  NotFound,
  RotateWebhookSecret,
  UpdateWebhook,
} from '@parhelion/contract'
import { ownIntegration } from '../../http/caller.ts'
import type { Http } from '../../http/http.ts'
import { presentSigningSecret, presentWebhook } from './present.ts'
import type { WebhookService } from './service.ts'

export function webhookRoutes(http: Http, webhooks: WebhookService): void {
  http.serve(CreateWebhook, async ({ principal, params, body }) => {
    const webhook = await webhooks.add(ownIntegration(principal, params, Forbidden), body)
    return { webhook: presentWebhook(webhook) }
  })

  http.serve(ListWebhooks, async ({ principal, params }) => {
    const list = await webhooks.list(ownIntegration(principal, params, Forbidden))
    return { webhooks: list.map(presentWebhook) }
  })

  http.serve(GetWebhook, async ({ principal, params }) => {
    const webhook = await webhooks.get(ownIntegration(principal, params, NotFound))
    return { webhook: presentWebhook(webhook) }
  })

  http.serve(UpdateWebhook, async ({ principal, params, body }) => {
    const webhook = await webhooks.update(ownIntegration(principal, params, NotFound), body)
    return { webhook: presentWebhook(webhook) }
  })

  http.serve(DeleteWebhook, async ({ principal, params }) => {
    await webhooks.remove(ownIntegration(principal, params, NotFound))
    return {}
  })

  http.serve(GetSigningSecret, async ({ principal, params }) => {
    const secret = await webhooks.signingSecret(ownIntegration(principal, params, NotFound))
    return { signingSecret: presentSigningSecret(secret) }
  })

  http.serve(RotateWebhookSecret, async ({ principal, params, body }) => {
    const { webhook, signingSecret } = await webhooks.rotate(ownIntegration(principal, params, NotFound), body)
    return { webhook: presentWebhook(webhook), signingSecret: presentSigningSecret(signingSecret) }
  })
}
