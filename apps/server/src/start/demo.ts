import { ApiError } from '@parhelion/contract'
import type { Services } from '../app.ts'
import { RECEIVER_PATH } from '../hub/receiver.ts'
import type { Credentials, CredentialsFile } from './credentials.ts'

type Demo = NonNullable<Credentials['demo']>

/**
 * An app to try things out with: an app key, and a custom integration whose webhook calls the receiver of this server.
 * @returns undefined when it was deleted since, or a part of it; it is not made again
 */
export async function prepareDemo(
  services: Services,
  file: CredentialsFile,
  address: string,
): Promise<Demo | undefined> {
  const target = address + RECEIVER_PATH
  try {
    const demo = await complete(services, file, target)
    await services.integrations.get({ appId: demo.appId, integrationId: demo.integrationId })
    await services.appKeys.get(demo.appId, demo.appKey.id)
    await follow(services, demo, target)
    return demo
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}

/** Each step is written down before the next, so that a start that was cut off is gone on with. */
async function complete(services: Services, file: CredentialsFile, target: string): Promise<Required<Demo>> {
  const { demo: before } = await file.read()
  const appId =
    before?.appId ?? (await services.apps.create({ serviceAccountId: undefined }, { displayName: 'Demo app' })).id
  if (before === undefined) await file.add({ demo: { appId } })

  const appKey = before?.appKey ?? (await services.appKeys.create(appId, { displayName: 'Demo key' }))
  const withKey = { appId, appKey: { id: appKey.id, secret: appKey.secret } }
  if (before?.appKey === undefined) await file.add({ demo: withKey })

  if (before?.integrationId !== undefined && before.webhookId !== undefined) {
    return { ...withKey, integrationId: before.integrationId, webhookId: before.webhookId }
  }
  const { integration, webhooks } = await services.integrations.create(appId, {
    type: 'custom',
    displayName: 'Demo integration',
    webhooks: [{ target, triggers: ['*'] }],
  })
  const demo = { ...withKey, integrationId: integration.id, webhookId: webhooks?.[0]?.id ?? '' }
  await file.add({ demo })
  return demo
}

/** The address may be another one than last time; a target that somebody chose is left alone. */
async function follow(
  services: Services,
  { appId, integrationId, webhookId }: Required<Demo>,
  target: string,
): Promise<void> {
  const webhooks = await services.webhooks.list({ appId, integrationId })
  const born = webhooks.find(({ id }) => id === webhookId)
  if (born === undefined || born.target === target || !born.target.endsWith(RECEIVER_PATH)) return
  await services.webhooks.update({ appId, integrationId, webhookId }, { target })
}
