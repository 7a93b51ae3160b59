import { CreateApp, CreateAppKey, CreateIntegration } from '@parhelion/contract'
import { ApiClient, authorizationOf, bearer, signToken } from '@parhelion/testkit'
import type { Server } from './processes.ts'

/** An app holds at most 10 webhooks, and a custom integration at least one of them. */
const INTEGRATIONS_PER_APP = 10
const MAKERS = 8

export interface Target {
  readonly appId: string
  readonly integrationId: string
  /** `Authorization` headers of a key of the app. */
  readonly basic: string
  readonly jwt: string
}

/**
 * Makes so many custom integrations. They come in an order in which neighbours belong to different apps, so that
 * requests at the same time do not wait for each other.
 */
export async function makeTargets(server: Server, count: number): Promise<Target[]> {
  const account = new ApiClient(server.address, server.account)
  const apps: Target[][] = []
  let left = Math.ceil(count / INTEGRATIONS_PER_APP)
  const make = async (): Promise<void> => {
    while (left-- > 0) apps.push(await makeApp(account))
  }
  await Promise.all(Array.from({ length: MAKERS }, make))
  return Array.from({ length: INTEGRATIONS_PER_APP }, (_, at) => apps.flatMap(app => app.slice(at, at + 1))).flat()
}

async function makeApp(account: ApiClient): Promise<Target[]> {
  const app = await account.call(CreateApp, { body: { displayName: 'Bench' } })
  const params = { appId: app.body.app.id }
  const { body } = await account.call(CreateAppKey, { params, body: { displayName: 'Bench' } })
  const basic = authorizationOf(body.key)
  const jwt = authorizationOf(bearer(await signToken(body.key, { scope: 'app' })))
  const targets: Target[] = []
  for (let n = 0; n < INTEGRATIONS_PER_APP; n++) {
    const made = await account.call(CreateIntegration, {
      params,
      body: {
        type: 'custom',
        displayName: 'Bench',
        webhooks: [{ target: 'https://example.com/hook', triggers: ['conversation:message'] }],
      },
    })
    targets.push({ ...params, integrationId: made.body.integration.id, basic, jwt })
  }
  return targets
}

export const emptyGet = 'GET / HTTP/1.1\r\nhost: bench\r\n\r\n'

export function getIntegration({ appId, integrationId }: Target, authorization: string): string {
  return `GET /v2/apps/${appId}/integrations/${integrationId} HTTP/1.1\r\nhost: bench\r\nauthorization: ${authorization}\r\n\r\n`
}

const KEY = JSON.stringify({ displayName: 'A key of the bench' })

export function postKey({ appId, integrationId, basic }: Target): string {
  return (
    `POST /v2/apps/${appId}/integrations/${integrationId}/keys HTTP/1.1\r\nhost: bench\r\nauthorization: ${basic}\r\n` +
    `content-type: application/json\r\ncontent-length: ${KEY.length}\r\n\r\n${KEY}`
  )
}
