import type { Command } from '../command.ts'
import { connect } from '../connection.ts'
import { contract } from '../contract.ts'
import { need } from '../failure.ts'
import type { Values } from '../options.ts'
import { pairs, table } from '../output.ts'

export const createKey: Command = {
  words: 'keys create',
  summary: 'Make a key of an app or of a custom integration, and print its secret',
  usage: '--app ID [--integration ID] --name NAME',
  positionals: [],
  options: ['app', 'integration', 'name'],
  callsApi: true,
  examples: [
    'parhelion keys create --app 67a0e55ef0305f4a391e9d69 --name "My key"',
    'parhelion keys create --app 67a0e55ef0305f4a391e9d69 --integration 5e4af71a81966cfff3ef6550 --name "My key" --json',
  ],
  async run(values, _positionals, surroundings) {
    const owner = ownerOf(values)
    const body = { displayName: need(values.name, '--name') }
    const { CreateAppKey, CreateCustomIntegrationKey } = await contract()
    const client = await connect(values, surroundings)
    const reply =
      owner.integrationId === undefined
        ? await client.call(CreateAppKey, { params: owner, body })
        : await client.call(CreateCustomIntegrationKey, { params: owner, body })
    const { id, displayName, secret } = reply.key
    const text = pairs([
      ['Id', id],
      ['Secret', secret],
      ['Name', displayName],
    ])
    surroundings.print(values.json ? JSON.stringify(reply) : text)
    return undefined
  },
}

export const listKeys: Command = {
  words: 'keys list',
  summary: 'List the keys of an app or of a custom integration',
  usage: '--app ID [--integration ID] [--show-secrets]',
  positionals: [],
  options: ['app', 'integration', 'show-secrets'],
  callsApi: true,
  examples: [
    'parhelion keys list --app 67a0e55ef0305f4a391e9d69',
    'parhelion keys list --app 67a0e55ef0305f4a391e9d69 --integration 5e4af71a81966cfff3ef6550 --show-secrets --json',
  ],
  async run(values, _positionals, surroundings) {
    const owner = ownerOf(values)
    const { ListAppKeys, ListCustomIntegrationKeys } = await contract()
    const client = await connect(values, surroundings)
    const { keys } =
      owner.integrationId === undefined
        ? await client.call(ListAppKeys, { params: owner })
        : await client.call(ListCustomIntegrationKeys, { params: owner })
    const open = values['show-secrets'] === true
    const shown = open ? keys : keys.map(({ id, displayName }) => ({ id, displayName }))
    const text = open
      ? table(
          ['ID', 'SECRET', 'NAME'],
          keys.map(({ id, secret, displayName }) => [id, secret, displayName]),
        )
      : table(
          ['ID', 'NAME'],
          keys.map(({ id, displayName }) => [id, displayName]),
        )
    surroundings.print(values.json ? JSON.stringify({ keys: shown }) : text)
    return undefined
  },
}

export const deleteKey: Command = {
  words: 'keys delete',
  summary: 'Delete a key; it and its tokens stop working at once',
  usage: '--app ID [--integration ID] KEYID',
  positionals: ['KEYID'],
  options: ['app', 'integration'],
  callsApi: true,
  examples: ['parhelion keys delete --app 67a0e55ef0305f4a391e9d69 app_67a0e949f0305f4a391e9d97'],
  async run(values, [keyId = ''], surroundings) {
    const owner = ownerOf(values)
    const { DeleteAppKey, DeleteCustomIntegrationKey } = await contract()
    const client = await connect(values, surroundings)
    const reply =
      owner.integrationId === undefined
        ? await client.call(DeleteAppKey, { params: { ...owner, keyId } })
        : await client.call(DeleteCustomIntegrationKey, { params: { ...owner, keyId } })
    surroundings.print(values.json ? JSON.stringify(reply) : `Deleted ${keyId}`)
    return undefined
  },
}

type Owner =
  | { readonly appId: string; readonly integrationId: undefined }
  | { readonly appId: string; readonly integrationId: string }

function ownerOf({ app, integration }: Values): Owner {
  const appId = need(app, '--app')
  return { appId, integrationId: integration === undefined ? undefined : need(integration, '--integration') }
}
