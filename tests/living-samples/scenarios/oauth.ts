import {
  CreateOAuthClient,
  GetApp,
  GetToken,
  GetTokenInfo,
  ListIntegrations,
  ListOAuthClients,
} from '@parhelion/contract'
import { bearer } from '@parhelion/testkit'
import { consentPage } from '../../../apps/server/src/testing/consent-page.ts'
import { must, reads, type Scenario, type Step, withId } from '../scenario.ts'
import type { Scene } from '../scene.ts'

async function makePartner(scene: Scene) {
  const body = { displayName: 'Partner Ünï 🌞', redirectUris: ['http://127.0.0.1:9/callback'] }
  const { oauthClient, clientSecret } = await scene.call(CreateOAuthClient, {}, { body })
  const code = () => consentPage(scene.account.address, oauthClient.id).codeFor(scene.appKey)
  const given = async () => ({
    oauthClientId: oauthClient.id,
    oauthClientSecret: clientSecret,
    oauthCode: await code(),
  })
  const exchange = (values: Awaited<ReturnType<typeof given>>) =>
    scene.account.call(GetToken, {
      body: {
        ...{ client_id: values.oauthClientId, client_secret: values.oauthClientSecret, code: values.oauthCode },
        grant_type: 'authorization_code',
      },
    })
  const token = async () => (await exchange(await given())).body.access_token
  return { oauthClientId: oauthClient.id, given, exchange, token }
}

export const oauth = {
  Authorize: async scene => {
    const { oauthClientId } = await makePartner(scene)
    const after: Step['after'] = async printed => {
      must(printed.text.includes('Partner Ünï 🌞'), `the page does not ask for the partner: ${printed.text}`)
      must(/<form [^>]*method="post"/i.test(printed.text), `the page has no form: ${printed.text}`)
      return undefined
    }
    return { values: { oauthClientId }, after }
  },
  GetToken: async scene => {
    const partner = await makePartner(scene)
    const values = await partner.given()
    const after = async () => {
      const { integrations } = await scene.call(ListIntegrations)
      must(integrations.length === 1, 'the partner has no integration')
      must((await partner.exchange(values)).status === 400, 'the code was not used')
      return { token_type: 'Bearer' }
    }
    return { values, after }
  },
  RevokeAccess: async scene => {
    const { token: make } = await makePartner(scene)
    const token = await make()
    const after = async () => {
      must((await scene.account.call(GetTokenInfo, { as: bearer(token) })).status === 401, 'the token is still good')
      must((await scene.call(ListIntegrations)).integrations.length === 0, 'the integration is still there')
      return {}
    }
    return { values: { token }, after }
  },
  GetTokenInfo: async scene => {
    const { token: make } = await makePartner(scene)
    return { values: { token: await make() }, after: () => scene.call(GetApp) }
  },
  CreateOAuthClient: async scene => ({
    values: {},
    after: async printed => {
      const { oauthClients } = await scene.call(ListOAuthClients)
      return { oauthClient: withId(oauthClients, printed.value('oauthClient.id')) }
    },
  }),
  ListOAuthClients: reads(ListOAuthClients, async scene => {
    await makePartner(scene)
    return {}
  }),
  DeleteOAuthClient: async scene => {
    const { oauthClientId } = await makePartner(scene)
    const after = async () => {
      const { oauthClients } = await scene.call(ListOAuthClients)
      must(!oauthClients.some(({ id }) => id === oauthClientId), 'the partner is still there')
      return {}
    }
    return { values: { oauthClientId }, after }
  },
} satisfies Record<string, Scenario>
