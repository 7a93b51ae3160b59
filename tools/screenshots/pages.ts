import type { Page } from 'playwright-core'
import type { Story } from './story.ts'

/** A picture: of which page, and when it shows what it is to show. */
export interface Shot {
  readonly name: string
  readonly path: string
  ready(page: Page): Promise<void>
}

export function shotsOf({ appId, integrationId, deskId, crmId, retriedId, server }: Story): readonly Shot[] {
  const desk = `/webhooks?app=${appId}&integration=${integrationId}&webhook=${deskId}`
  const { demo } = server
  return [
    { name: 'start', path: '/', ready: heading('Your platform is running') },
    {
      name: 'samples',
      path: '/samples',
      ready: async page => {
        await page.getByRole('searchbox').fill('Create Integration Key')
        const item = page.getByTitle('Create Integration Key', { exact: true })
        await page.getByRole('treeitem').filter({ has: item }).click()
        await page.getByRole('article', { name: 'Create Integration Key', exact: true }).waitFor()
        await page.waitForLoadState('networkidle')
      },
    },
    { name: 'json-tools', path: '/json-tools', ready: heading('JSON tools') },
    { name: 'apps', path: `/apps/${appId}`, ready: heading('Aurora Coffee') },
    {
      name: 'integrations-new',
      path: `/apps/${appId}/create-integration?type=whatsapp`,
      ready: heading('Create an integration'),
    },
    { name: 'tokens', path: '/tokens', ready: heading('Tokens') },
    { name: 'reference', path: '/reference', ready: page => page.getByText('Create App').first().waitFor() },
    { name: 'webhooks', path: desk, ready: page => page.getByText('after 4 attempts').first().waitFor() },
    {
      name: 'webhooks-delivery',
      path: `${desk}&event=${retriedId}`,
      ready: page => page.getByText('The desk is restarting').first().waitFor(),
    },
    {
      name: 'webhooks-secrets',
      path: `/webhooks?app=${appId}&integration=${integrationId}&webhook=${crmId}&tab=secrets`,
      ready: page => page.getByRole('button', { name: 'Show the signing secret' }).waitFor(),
    },
    {
      name: 'webhooks-new',
      path: desk,
      ready: async page => {
        await page.getByRole('button', { name: 'New webhook' }).click()
        await page.getByLabel('conversation:message', { exact: true }).waitFor()
      },
    },
    {
      name: 'webhooks-receiver',
      path: `/webhooks?app=${demo.appId}&integration=${demo.integrationId}&webhook=${demo.webhookId}&tab=receiver`,
      ready: async page => {
        await page.getByRole('button', { name: 'Send a test event' }).click()
        await page.getByRole('button', { name: 'Send', exact: true }).click()
        await page.getByText('Written.').waitFor()
        await page.keyboard.press('Escape')
        await page.getByText('conversation:message').first().click()
        await page.getByText('x-api-key').first().waitFor()
      },
    },
  ]
}

/** Until the page has its heading and everything it asked for. */
const heading = (name: string) => async (page: Page) => {
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  await page.waitForLoadState('networkidle')
}
