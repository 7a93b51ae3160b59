import type { Client } from '../client.ts'
import { contract } from '../contract.ts'
import { need, Refusal, UsageError } from '../failure.ts'
import type { Values } from '../options.ts'

export interface IntegrationPlace {
  readonly appId: string
  readonly integrationId: string
}
export type WebhookPlace = IntegrationPlace & { readonly webhookId: string }

/** The integration that is named, else the only custom one of the app. */
export async function findIntegration(client: Client, values: Values): Promise<IntegrationPlace> {
  const appId = need(values.app, '--app')
  if (values.integration !== undefined) return { appId, integrationId: need(values.integration, '--integration') }
  const { ListIntegrations } = await contract()
  const { integrations } = await client.call(ListIntegrations, {
    params: { appId },
    query: { 'filter[types]': 'custom' },
  })
  const [only, ...others] = integrations
  if (only === undefined) throw new Refusal(`The app ${appId} has no custom integration`)
  if (others.length > 0) throw new UsageError(`The app has several custom integrations: say which by --integration`)
  return { appId, integrationId: only.id }
}

/** The webhook that is named, else the only one of its integration. */
export async function findWebhook(client: Client, values: Values): Promise<WebhookPlace> {
  const at = await findIntegration(client, values)
  if (values.webhook !== undefined) return { ...at, webhookId: need(values.webhook, '--webhook') }
  const { ListWebhooks } = await contract()
  const { webhooks } = await client.call(ListWebhooks, { params: at })
  const [only, ...others] = webhooks
  if (only === undefined) throw new Refusal(`The integration ${at.integrationId} has no webhook`)
  if (others.length > 0) throw new UsageError('The integration has several webhooks: say which by --webhook')
  return { ...at, webhookId: only.id }
}
