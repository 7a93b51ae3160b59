import type { App } from '../app.ts'
import type { Config } from '../config.ts'
import type { Credential } from './credentials.ts'

interface Start {
  readonly config: Pick<Config, 'publicUrl' | 'mode' | 'output'>
  readonly address: string
  readonly accountKey: Credential | undefined
  /** Whether a person reads what the start prints. */
  readonly isTerminal: boolean
}

/**
 * Where a browser opens the console. The link signs it in, once and within ten minutes: a service's output is kept as a
 * log, so in production it is such a link only where a person or a program asked for it.
 * @returns undefined when there are no pages
 */
export async function signInLink(app: App, start: Start): Promise<string | undefined> {
  if (!app.hub.hasPages) return undefined
  const { config, address, accountKey, isTerminal } = start
  const page = `${config.publicUrl ?? address}/sign-in`
  const isAskedFor = config.mode === 'development' || config.output === 'json' || isTerminal
  if (accountKey === undefined || !isAskedFor) return page
  // A part that browsers keep to themselves, so that no server and no proxy is sent it.
  return `${page}#token=${await app.services.sessions.makeLink(accountKey.id)}`
}
