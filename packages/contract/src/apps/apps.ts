import type { Static } from 'typebox'
import {
  AppNotFound,
  ForeignServiceAccount,
  InvalidPage,
  InvalidRequest,
  MetadataTooLarge,
  PaymentRequired,
} from '../errors.ts'
import { Metadata } from '../kit/metadata.ts'
import { operation } from '../kit/operation.ts'
import { Page, pageOf } from '../kit/pagination.ts'
import { displayName, Empty, flag, Id, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'

const setting = (description: string) => Type.Optional(flag({ description }))

export const AppSettings = Type.Object(
  {
    conversationRetentionSeconds: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'Messages of a conversation are deleted after so many seconds without activity. Absent: never.',
      }),
    ),
    maskCreditCardNumbers: setting('Whether digits of credit cards in messages are masked. Initially true.'),
    useAnimalNames: setting('Whether users without a name are called after an animal. Initially false.'),
    echoPostback: setting('Whether a click on a postback button also adds a message to the history. Initially false.'),
    ignoreAutoConversationStart: setting('Whether channel events other than messages leave conversations unstarted.'),
    multiConvoEnabled: setting(
      'Whether users may have several conversations. Cannot be turned off again. Initially false.',
    ),
    appLocalizationEnabled: setting("Whether the platform's own messages are localized. Initially true."),
    endSessionEnabled: setting('Whether users may end a conversation. Needs `multiConvoEnabled`.'),
    disableConversationReopen: setting('Whether ended conversations stay ended. Needs `multiConvoEnabled`.'),
  },
  { title: 'AppSettings', description: 'What an app does differently. Settings that are not sent stay as they are.' },
)
export type AppSettings = Static<typeof AppSettings>

const appFields = {
  id: Id('Id of the app.', '67a0e55ef0305f4a391e9d69'),
  displayName: displayName('Name of the app, for people.', 'My App'),
  settings: AppSettings,
  metadata: Type.Optional(Metadata),
}

export const App = Type.Object(appFields, { title: 'App' })

const AppWithSubdomain = Type.Object(
  {
    ...appFields,
    subdomain: text({ description: 'First label of the host that serves the app.', examples: ['localhost'] }),
  },
  { title: 'AppWithSubdomain' },
)

const app: Static<typeof App> = {
  id: '67a0e55ef0305f4a391e9d69',
  displayName: 'My App',
  settings: {
    appLocalizationEnabled: true,
    echoPostback: false,
    maskCreditCardNumbers: true,
    multiConvoEnabled: false,
    useAnimalNames: false,
  },
}

const writable = {
  settings: Type.Optional(AppSettings),
  metadata: Type.Optional(Metadata),
}

/** An app with the subdomain it is served under, for operations of other nouns. */
export const appReply = {
  withSubdomain: Type.Object({ app: AppWithSubdomain }),
  example: { app: { ...app, subdomain: 'localhost' } },
}

export const CreateApp = operation({
  id: 'CreateApp',
  method: 'POST',
  path: '/v2/apps',
  tag: 'Apps',
  summary: 'Create App',
  description:
    'Makes an app: a tenant with integrations, users and conversations of its own. A service account may use the apps it made.',
  access: ['account'],
  body: Type.Object({ displayName: appFields.displayName, ...writable }, { title: 'AppCreate' }),
  status: 201,
  reply: Type.Object({ app: App }),
  errors: [InvalidRequest, MetadataTooLarge, PaymentRequired],
  example: { body: { displayName: 'My App' }, reply: { app } },
})

export const ListApps = operation({
  id: 'ListApps',
  method: 'GET',
  path: '/v2/apps',
  tag: 'Apps',
  summary: 'List Apps',
  description: 'The apps of the account, oldest first; for a service account those it has access to.',
  access: ['account'],
  query: Type.Object({
    page: Type.Optional(Page),
    filter: Type.Optional(
      Type.Object({
        serviceAccountId: Type.Optional(
          text({ description: 'Only apps of this service account, which must be the one that calls.' }),
        ),
      }),
    ),
  }),
  status: 200,
  reply: pageOf('apps', App),
  errors: [InvalidPage, ForeignServiceAccount],
  example: { reply: { apps: [app], meta: { hasMore: false } } },
})

export const GetApp = operation({
  id: 'GetApp',
  method: 'GET',
  path: '/v2/apps/{appId}',
  tag: 'Apps',
  summary: 'Get App',
  description: 'One app, with the subdomain it is served under.',
  access: ['app', 'account'],
  status: 200,
  reply: appReply.withSubdomain,
  errors: [AppNotFound],
  example: { reply: appReply.example },
})

export const UpdateApp = operation({
  id: 'UpdateApp',
  method: 'PATCH',
  path: '/v2/apps/{appId}',
  tag: 'Apps',
  summary: 'Update App',
  description: 'Changes what is sent and leaves the rest. `metadata` is replaced as a whole.',
  access: ['app', 'account'],
  body: Type.Object({ displayName: Type.Optional(appFields.displayName), ...writable }, { title: 'AppUpdate' }),
  status: 200,
  reply: Type.Object({ app: App }),
  errors: [InvalidRequest, MetadataTooLarge, AppNotFound],
  example: { body: { displayName: 'My App' }, reply: { app } },
})

export const DeleteApp = operation({
  id: 'DeleteApp',
  method: 'DELETE',
  path: '/v2/apps/{appId}',
  tag: 'Apps',
  summary: 'Delete App',
  description:
    'Removes an app and all that belongs to it: integrations, keys, webhooks. Its credentials stop working at once.',
  access: ['account'],
  status: 200,
  reply: Empty,
  errors: [AppNotFound],
  example: { reply: {} },
})

export const ResetApp = operation({
  id: 'ResetApp',
  method: 'POST',
  path: '/v2/apps/{appId}/reset',
  tag: 'Apps',
  extension: true,
  summary: 'Reset App',
  description:
    'Empties an app, as between two tests: users, conversations, messages, attachments and events go at once and without an event of their own. Settings, keys, integrations, webhooks and switchboards stay. In development mode only; in production this address does not exist.',
  access: ['app', 'account'],
  status: 200,
  reply: Empty,
  errors: [AppNotFound],
  example: { reply: {} },
})
