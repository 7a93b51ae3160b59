import type { CreateApp } from '@parhelion/contract'
import type { Client } from '../client.ts'
import type { Command, Surroundings } from '../command.ts'
import { connect } from '../connection.ts'
import { contract } from '../contract.ts'
import { need, Refusal, UsageError } from '../failure.ts'
import { pairs, printable, table } from '../output.ts'

type App = typeof CreateApp.example.reply.app

export const createApp: Command = {
  words: 'apps create',
  summary: 'Make an app',
  usage: '--name NAME',
  positionals: [],
  options: ['name'],
  callsApi: true,
  examples: ['parhelion apps create --name "My App"', 'parhelion apps create --name "My App" --json | jq -r .app.id'],
  async run(values, _positionals, surroundings) {
    const displayName = need(values.name, '--name')
    const { CreateApp } = await contract()
    const client = await connect(values, surroundings)
    const reply = await client.call(CreateApp, { body: { displayName } })
    surroundings.print(
      values.json
        ? JSON.stringify(reply)
        : pairs([
            ['Id', reply.app.id],
            ['Name', reply.app.displayName],
          ]),
    )
    return undefined
  },
}

export const listApps: Command = {
  words: 'apps list',
  summary: 'List all apps',
  usage: '',
  positionals: [],
  options: [],
  callsApi: true,
  examples: ['parhelion apps list', 'parhelion apps list --url https://chat.example.com --json'],
  async run(values, _positionals, surroundings) {
    const apps = await allApps(await connect(values, surroundings))
    const rows = apps.map(({ id, displayName }) => [id, displayName])
    surroundings.print(values.json ? JSON.stringify({ apps }) : table(['ID', 'NAME'], rows))
    return undefined
  },
}

export const resetApp: Command = {
  words: 'apps reset',
  summary: 'Empty an app: users, conversations, messages and files go, settings and keys stay',
  usage: 'ID [--yes]',
  positionals: ['ID'],
  options: ['yes'],
  callsApi: true,
  examples: ['parhelion apps reset 67a0e55ef0305f4a391e9d69', 'parhelion apps reset 67a0e55ef0305f4a391e9d69 --yes'],
  async run(values, [appId = ''], surroundings) {
    const { GetApp, ResetApp } = await contract()
    if (values.yes !== true && surroundings.ask === undefined) {
      throw new UsageError('Nobody is there to be asked: say --yes to empty the app')
    }
    const client = await connect(values, surroundings)
    const { app } = await client.call(GetApp, { params: { appId } })
    if (values.yes !== true) await confirm(app.displayName, surroundings)
    const reply = await client.call(ResetApp, { params: { appId } })
    surroundings.print(values.json ? JSON.stringify(reply) : `Emptied ${appId}  ${printable(app.displayName)}`)
    return undefined
  },
}

/** @throws Refusal unless the answer is yes */
async function confirm(name: string, { ask }: Surroundings): Promise<void> {
  const question = `Remove all users, conversations, messages and files of "${printable(name)}"? Type yes: `
  if ((await ask?.(question))?.trim() !== 'yes') throw new Refusal('Nothing was removed')
}

async function allApps(client: Client): Promise<App[]> {
  const { ListApps, limits } = await contract()
  const apps: App[] = []
  let after: string | undefined
  do {
    const query = { 'page[size]': String(limits.pageSizeMax), ...(after === undefined ? {} : { 'page[after]': after }) }
    const { apps: page, meta } = await client.call(ListApps, { query })
    apps.push(...page)
    if (meta.hasMore && (meta.afterCursor === undefined || meta.afterCursor === after)) {
      throw new Refusal('The server says that there are more apps, but not how to go on')
    }
    after = meta.hasMore ? meta.afterCursor : undefined
  } while (after !== undefined)
  return apps
}
