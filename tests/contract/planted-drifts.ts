import { openapi } from '@parhelion/contract'
import { readFacts } from './read-document.ts'

/** Any part of a document, open to change. */
export interface Part {
  [name: string]: Part
}

type Drift = readonly [fault: string, plant: (document: Part) => void, reported: readonly string[]]

/** Our document, fresh, so that a fault planted into it does no harm. */
const ourDocument = () =>
  JSON.parse(JSON.stringify(openapi({ serverUrl: 'http://127.0.0.1:8080', version: '0' }))) as Part

export const ourFacts = (change: (document: Part) => void = () => {}) => {
  const document = ourDocument()
  change(document)
  return readFacts(document)
}

/** The part of a document at a path; what is not there cannot be broken. */
function at(document: Part, ...path: readonly string[]): Part {
  return path.reduce((part, name) => {
    const found = part[name]
    if (found === undefined) throw new Error(`The document has nothing at ${path.join(' / ')}`)
    return found
  }, document)
}

const set = (part: Part, name: string, value: unknown) => Object.assign(part, { [name]: value })

function remove(part: Part, name: string): void {
  at(part, name)
  delete part[name]
}

const schema = (document: Part, name: string) => at(document, 'components', 'schemas', name)
const getApp = (document: Part) => at(document, 'paths', '/v2/apps/{appId}', 'get')

/** Faults of a contract, and all that has to be said about each. */
export const plantedDrifts: readonly Drift[] = [
  [
    'a changed limit',
    document => set(at(schema(document, 'AppCreate'), 'properties', 'displayName'), 'maxLength', 99),
    ['CreateApp body.displayName: maxLength 99 ≠ 100'],
  ],
  [
    'a limit that is gone',
    document => remove(at(schema(document, 'IosIntegrationCreate'), 'properties', 'certificate'), 'minLength'),
    ['CreateIntegration body{ios}.certificate: minLength none ≠ 1'],
  ],
  [
    'a field that is missing in a reply',
    document => remove(at(schema(document, 'AppWithSubdomain'), 'properties'), 'subdomain'),
    ['GetApp reply 200.app.subdomain: missing', 'GetTokenInfo reply 200.app.subdomain: missing'],
  ],
  [
    'a field that is missing in a body, with what stands inside it named once',
    document => remove(at(schema(document, 'AppUpdate'), 'properties'), 'settings'),
    ['UpdateApp body.settings: missing'],
  ],
  [
    'a field of one type of integration that only replies have',
    document => remove(at(schema(document, 'TelegramIntegration'), 'properties'), 'botId'),
    [
      'ListIntegrations reply 200.integrations[]{telegram}.botId: missing',
      'CreateIntegration reply 201.integration{telegram}.botId: missing',
      'GetIntegration reply 200.integration{telegram}.botId: missing',
      'UpdateIntegration reply 200.integration{telegram}.botId: missing',
    ],
  ],
  [
    'a field that the file does not have',
    document => set(at(schema(document, 'AppCreate'), 'properties'), 'color', { type: 'string' }),
    ['CreateApp body.color: not in the file'],
  ],
  [
    'a type of integration that is missing',
    document => remove(at(schema(document, 'IntegrationCreate'), 'discriminator', 'mapping'), 'viber'),
    ['CreateIntegration body{viber}: missing'],
  ],
  [
    'a secret that is returned',
    document => set(at(schema(document, 'ViberIntegration'), 'properties'), 'token', { type: 'string' }),
    [
      'ListIntegrations reply 200.integrations[]{viber}.token: not in the file',
      'CreateIntegration reply 201.integration{viber}.token: not in the file',
      'GetIntegration reply 200.integration{viber}.token: not in the file',
      'UpdateIntegration reply 200.integration{viber}.token: not in the file',
    ],
  ],
  [
    'a status too many',
    document => set(at(getApp(document), 'responses'), '418', { description: '' }),
    ['GetApp reply 418: not in the file'],
  ],
  [
    'a status that is missing',
    document => remove(at(getApp(document), 'responses'), '404'),
    ['GetApp reply 404: missing'],
  ],
  [
    'a renamed path',
    document => {
      const paths = at(document, 'paths')
      set(paths, '/v2/app/{appId}', { get: getApp(document) })
      remove(at(paths, '/v2/apps/{appId}'), 'get')
    },
    ['GetApp: path /v2/app/{appId} ≠ /v2/apps/{appId}'],
  ],
  [
    'another method',
    document => {
      const item = at(document, 'paths', '/v2/apps/{appId}')
      set(item, 'put', at(item, 'patch'))
      remove(item, 'patch')
    },
    ['UpdateApp: method PUT ≠ PATCH'],
  ],
  [
    'a renamed path parameter',
    document => set(at(getApp(document), 'parameters', '0'), 'name', 'id'),
    ['GetApp path.id: not in the file', 'GetApp path.appId: missing'],
  ],
  [
    'a changed limit of a query',
    document => set(at(schema(document, 'Page'), 'properties', 'size'), 'maximum', 50),
    ['Apps', 'Integrations', 'Clients', 'Conversations', 'Participants', 'Messages'].map(
      nouns => `List${nouns} query.page.size: maximum 50 ≠ 100`,
    ),
  ],
  [
    'a changed enumeration',
    document => set(at(schema(document, 'TwitterIntegrationCreate'), 'properties', 'tier'), 'enum', ['premium']),
    ['CreateIntegration body{twitter}.tier: enum premium ≠ enterprise'],
  ],
  [
    'a trigger that is spelt wrongly',
    document =>
      set(at(schema(document, 'WebhookUpdate'), 'properties', 'triggers', 'items'), 'enum', ['*', 'client:added']),
    ['UpdateWebhook body.triggers[]: enum *, client:added ≠ none'],
  ],
  [
    'a required mark that is gone',
    document => set(schema(document, 'AppCreate'), 'required', []),
    ['CreateApp body.displayName: required no ≠ yes'],
  ],
  [
    'a body that may be left out',
    document => set(at(document, 'paths', '/v2/apps', 'post', 'requestBody'), 'required', false),
    ['CreateApp body: required no ≠ yes'],
  ],
  [
    'a changed default',
    document => set(at(schema(document, 'WebhookCreate'), 'properties', 'includeFullUser'), 'default', true),
    [
      'CreateIntegration body{custom}.webhooks[].includeFullUser: default true ≠ false',
      'CreateWebhook body.includeFullUser: default true ≠ false',
    ],
  ],
  [
    'null that is refused',
    document => set(at(schema(document, 'ConversationUpdate'), 'properties', 'displayName'), 'type', 'string'),
    ['UpdateConversation body.displayName: type string ≠ null or string'],
  ],
  [
    'a scope that may not call any more',
    document => set(at(getApp(document), 'security', '0'), 'basicAuth', ['account']),
    ['GetApp: basicAuth scopes account ≠ account, app'],
  ],
  [
    'an operation of our own that is not marked',
    document => remove(at(document, 'paths', '/v2/serviceAccounts', 'get'), 'x-extension'),
    ['ListServiceAccounts: not in the file, and not marked as an extension'],
  ],
  [
    'an operation of the file that is marked as our own',
    document => set(getApp(document), 'x-extension', true),
    ['GetApp: marked as an extension, but in the file'],
  ],
  [
    'an event that is missing',
    document => remove(at(schema(document, 'Event'), 'discriminator', 'mapping'), 'user:remove'),
    ['EventWebhooks body.events[]{userremove}: missing'],
  ],
  [
    'a field that is missing in an event',
    document => remove(at(schema(document, 'UserRemoveEvent'), 'properties', 'payload', 'properties'), 'user'),
    ['EventWebhooks body.events[]{userremove}.payload.user: missing'],
  ],
  [
    'a reason that no event has',
    document =>
      set(at(schema(document, 'UserUpdateEvent'), 'properties', 'payload', 'properties', 'reason'), 'enum', ['mood']),
    ['EventWebhooks body.events[]{userupdate}.payload.reason: enum mood ≠ authentication, localeDetection'],
  ],
]
