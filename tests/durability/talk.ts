import { createHash, randomBytes } from 'node:crypto'
import {
  CreateAppKey,
  CreateConversation,
  CreateIntegration,
  CreateUser,
  DeleteAppKey,
  GetAppKey,
  GetConversation,
  GetIntegration,
  GetUser,
  ListMessages,
  ListParticipants,
  type Operation,
  PostMessage,
  UploadAttachment,
} from '@parhelion/contract'
import { ApiClient, type Credential } from '@parhelion/testkit'

/** What was asked and answered once nothing of it could change any more. */
interface Fact {
  readonly operation: Operation
  readonly params: Readonly<Record<string, string>>
  readonly answer: string
}

/** Everything that was acknowledged, as the API showed it. */
export interface Memory {
  readonly facts: Fact[]
  /** Path of a file, and the digest of what was uploaded. */
  readonly files: { readonly path: string; readonly sha256: string }[]
}

const TEXT = 'tab\t, line\n\r\\n, \\., 数据 🌞 שלום, \u2028'
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Talks, with users, files and secrets, until it is told to stop. */
export async function talk(client: ApiClient, appId: string, memory: Memory, stop: AbortSignal): Promise<void> {
  for (let turn = 0; !stop.aborted; turn++) {
    const user = await client.call(CreateUser, { params: { appId }, body: { profile: { givenName: TEXT } } })
    const userId = user.body.user.id
    const participants = [{ userId, subscribeSDKClient: turn % 2 === 0 }]
    const body = { type: 'sdkGroup', participants, metadata: { turn } }
    const made = await client.call(CreateConversation, { params: { appId }, body })
    const params = { appId, conversationId: made.body.conversation.id, userIdOrExternalId: userId }
    for (let part = 0; part < 4; part++) {
      const author = part % 2 === 0 ? { type: 'business' } : { type: 'user', userId }
      await client.call(PostMessage, { params, body: { author, content: { type: 'text', text: `${TEXT}${part}` } } })
    }
    await keepFile(client, params, memory)
    const reads: Operation[] = [GetUser, GetConversation, ListMessages, ListParticipants]
    for (const operation of reads) await remember(client, operation, params, memory)
    if (turn % 8 === 0) await keepSecrets(client, appId, memory)
  }
}

async function keepFile(
  client: ApiClient,
  params: { readonly appId: string; readonly conversationId: string },
  memory: Memory,
): Promise<void> {
  const bytes = randomBytes(20_000)
  const source = new File([bytes], 'ü.bin')
  const query = `access=public&for=message&conversationId=${params.conversationId}`
  const kept = await client.call(UploadAttachment, { params, query, body: { source } })
  const { mediaUrl } = kept.body.attachment
  const content = { type: 'file', mediaUrl }
  await client.call(PostMessage, { params, body: { author: { type: 'business' }, content } })
  memory.files.push({ path: mediaUrl.slice(client.address.length), sha256: digest(bytes) })
}

/** A key that comes and goes, one that stays, and a channel with secrets. */
async function keepSecrets(client: ApiClient, appId: string, memory: Memory): Promise<void> {
  const key = await client.call(CreateAppKey, { params: { appId }, body: { displayName: TEXT } })
  if (key.status === 201) {
    const params = { appId, keyId: key.body.key.id }
    if (memory.facts.length % 2 === 0) await client.call(DeleteAppKey, { params })
    else await remember(client, GetAppKey, params, memory)
  }
  const body = { type: 'twilio', accountSid: 'AC1', authToken: 'secret', phoneNumberSid: 'PN1' }
  const made = await client.call(CreateIntegration, { params: { appId }, body })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  await remember(client, GetIntegration, { appId, integrationId: made.body.integration.id }, memory)
}

async function remember(
  client: ApiClient,
  operation: Operation,
  params: Readonly<Record<string, string>>,
  { facts }: Memory,
): Promise<void> {
  facts.push({ operation, params, answer: await ask(client, operation, params) })
}

async function ask(client: ApiClient, operation: Operation, params: Readonly<Record<string, string>>) {
  const { status, body } = await client.call(operation, { params })
  // Messages name their files by the address of the server that took them.
  return JSON.stringify([status, body]).replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, '')
}

/** Sentences about what is not as it was. */
export async function findForgotten(address: string, as: Credential, { facts, files }: Memory): Promise<string[]> {
  const client = new ApiClient(address, as)
  const forgotten: string[] = []
  for (const { operation, params, answer } of facts) {
    const now = await ask(client, operation, params)
    if (now !== answer) forgotten.push(`${operation.id} ${JSON.stringify(params)}: ${now} instead of ${answer}`)
  }
  for (const { path, sha256 } of files) {
    const read = await fetch(address + path)
    if (read.status !== 200 || digest(await read.bytes()) !== sha256) forgotten.push(`${path}: ${read.status}`)
  }
  return forgotten
}
