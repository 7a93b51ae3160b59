import type { Config } from '../config.ts'
import { VERSION } from '../lib/version.ts'
import type { Credential, Credentials } from './credentials.ts'

export interface Start {
  readonly config: Config
  readonly address: string
  readonly credentialsPath: string
  readonly account: { readonly key: Credential | undefined; readonly made: boolean }
  readonly demo: Credentials['demo']
  /** Opens the console; undefined: there are no pages. */
  readonly link: string | undefined
}

/** What a start says on stdout: for people, or as one line of JSON for programs. */
export function announcement(start: Start): string {
  return start.config.output === 'json' ? `${JSON.stringify(asJson(start))}\n` : `${asText(start).join('\n')}\n`
}

function asJson({ config, address, credentialsPath, account, demo, link }: Start) {
  return {
    event: 'ready',
    version: VERSION,
    address,
    mode: config.mode,
    console: link,
    credentials: credentialsPath,
    account: account.key,
    demo,
  }
}

function asText({ config, address, credentialsPath, account, demo, link }: Start): string[] {
  const lines = [
    `Parhelion listens on ${address}`,
    '',
    `  Mode         ${config.mode}${config.mode === 'development' ? ': webhooks may call loopback addresses' : ''}`,
    ...(config.console ? consoleText(link) : []),
    `  API          ${address}/openapi.json and ${address}/postman.json`,
    ...(account.key === undefined || config.accountKey !== undefined ? [] : [`  Credentials  ${credentialsPath}`]),
    ...(account.made
      ? [
          `  Account key  ${account.key?.id}:${account.key?.secret}`,
          '               shown this once; it is kept in the file above',
        ]
      : []),
  ]
  return [...lines, ...(demo === undefined ? [] : demoText(address, demo))]
}

function consoleText(link: string | undefined): string[] {
  if (link === undefined) return ['  Console      not built, so there are no pages; the API is all there']
  const once = '               signs one browser in, once and within ten minutes'
  return [`  Console      ${link}`, ...(link.includes('#') ? [once] : [])]
}

function demoText(address: string, { appId, integrationId, appKey }: NonNullable<Credentials['demo']>): string[] {
  return [
    `  Demo app     ${appId}, its webhook calls ${address}/demo/webhook`,
    '',
    'Create an integration key:',
    '',
    `  curl -u '${appKey?.id}:${appKey?.secret}' -H 'content-type: application/json' -d '{"displayName":"My custom key"}' ${address}/v2/apps/${appId}/integrations/${integrationId}/keys`,
    '',
  ]
}
