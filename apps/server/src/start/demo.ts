import type { Services } from '../app.ts'
import type { Credentials, CredentialsFile } from './credentials.ts'

type Demo = NonNullable<Credentials['demo']>

/**
 * An app to try things out with: an app key, and a custom integration whose webhook points at `receiverUrl`.
 * Each step is written down before the next, so that a start that was cut off is gone on with; what was deleted since
 * is not made again.
 */
export async function prepareDemo(services: Services, file: CredentialsFile, receiverUrl: string): Promise<Required<Demo> | undefined> {
  let { demo } = await file.read()
  const save = async (next: Demo) => {
    await file.add({ demo: next })
    return next
  }
  if (demo === undefined) {
    const app = await services.apps.create({ serviceAccountId: undefined }, { displayName: 'Demo app' })
    demo = await save({ appId: app.id })
  }
  if (demo.appKey === undefined) {
    const { id, secret } = await services.appKeys.create(demo.appId, { displayName: 'Demo key' })
    demo = await save({ ...demo, appKey: { id, secret } })
  }
  if (demo.integrationId === undefined) {
    const { integration, webhooks } = await services.integrations.create(demo.appId, {
      type: 'custom',
      displayName: 'Demo integration',
      webhooks: [{ target: receiverUrl, triggers: ['*'] }],
    })
    demo = await save({ ...demo, integrationId: integration.id, webhookId: webhooks?.[0]?.id ?? '' })
  }
  return demo as Required<Demo>
}
