import type { IntegrationTypeName } from '@parhelion/contract'
import { expect } from 'vitest'
import { webhookBody } from './test-server.ts'

type Properties = Readonly<Record<string, unknown>>

export interface IntegrationSample {
  /** What a creation cannot do without. */
  readonly required: Properties
  /** Everything else that a creation takes, each with a value that is not its default. */
  readonly optional: Properties
  /** What the server adds to `required`. */
  readonly added: Properties
  /** Everything that an update takes besides what all types share, each with another value. */
  readonly changes: Properties
}

const sdk = { canUserSeeConversationList: false, canUserCreateMoreConversations: true }
const sdkAdded = { canUserSeeConversationList: true, attachmentsEnabled: true }
const sdkChanges = { canUserSeeConversationList: true, canUserCreateMoreConversations: false }

const prechatCapture = {
  avatarUrl: 'https://example.com/avatar.png',
  enabled: true,
  enableEmailLinking: true,
  fields: [
    { type: 'text', name: 'name', label: 'Имя', placeholder: '…', minSize: 1, maxSize: 256, format: 'integer' },
    { type: 'email', name: 'email', label: 'Mail' },
    { type: 'select', name: 'topic', label: 'Topic', options: [{ name: 'a', label: 'A 🌞' }] },
  ],
}

/** One integration of each type, as a client would make it, written apart from the tables of the contract. */
export const integrationSamples: Readonly<Record<IntegrationTypeName, IntegrationSample>> = {
  android: {
    required: {},
    optional: {
      projectId: 'canary-project',
      clientEmail: 'canary@example.com',
      privateKey: 'canary\nkey',
      serverKey: 'canary-server',
      senderId: '123',
      ...sdk,
    },
    added: sdkAdded,
    changes: {
      projectId: 'canary-2',
      clientEmail: 'canary2@example.com',
      privateKey: 'canary2',
      serverKey: 'canary-server-2',
      senderId: '456',
      ...sdkChanges,
    },
  },
  apple: {
    required: { businessId: 'b-1', apiSecret: 'canary-api', mspId: 'm-1' },
    optional: { authenticationMessageSecret: 'canary'.padEnd(88, '0') },
    added: {},
    changes: { authenticationMessageSecret: 'canary'.padEnd(90, '1') },
  },
  custom: { required: { webhooks: [webhookBody] }, optional: {}, added: {}, changes: {} },
  instagram: {
    required: { pageAccessToken: 'canary-page', appId: 'fb-1', appSecret: 'canary-app' },
    optional: { storyRepliesEnabled: false, storyMentionsEnabled: false },
    added: { storyRepliesEnabled: true, storyMentionsEnabled: true },
    changes: { pageAccessToken: 'canary-page-2', storyRepliesEnabled: true, storyMentionsEnabled: true },
  },
  ios: {
    required: {},
    optional: { certificate: 'canaryAA==', password: 'canary-pass', production: true, autoUpdateBadge: true, ...sdk },
    added: sdkAdded,
    changes: {
      certificate: 'canaryBB==',
      password: 'canary-pass-2',
      production: false,
      autoUpdateBadge: false,
      ...sdkChanges,
    },
  },
  line: {
    required: {},
    optional: {
      channelId: '1286564967',
      channelSecret: 'canary-channel',
      channelAccessToken: 'canary-access',
      serviceCode: 'code',
      switcherSecret: 'canary-switcher',
      qrCodeUrl: 'https://qr-official.line.me/M/fNVqj8kMzF.png',
    },
    added: {},
    changes: {},
  },
  mailgun: {
    required: { apiKey: 'canary-api', domain: 'Mail.example.com', incomingAddress: 'help@mail.example.com' },
    optional: { signingKey: 'canary-sign', hideUnsubscribeLink: true, fromAddress: 'from@example.com' },
    added: {},
    changes: { hideUnsubscribeLink: false, fromAddress: 'other@example.com' },
  },
  messagebird: {
    required: { accessKey: 'canary-access', signingKey: 'canary-sign', originator: '12262121021' },
    optional: {},
    added: { webhookSecret: expect.stringMatching(/^[0-9a-f]{32}$/) },
    changes: {},
  },
  messenger: {
    required: { pageAccessToken: 'canary-page', appId: 'fb-1', appSecret: 'canary-app' },
    optional: { pageId: 106731941223392, pageName: 'Page' },
    added: {},
    changes: { pageAccessToken: 'canary-page-2' },
  },
  telegram: {
    required: { token: '192033615:canary-token' },
    optional: {},
    added: { botId: '192033615' },
    changes: {},
  },
  twilio: {
    required: { accountSid: 'AC1', authToken: 'canary-auth', messagingServiceSid: 'MG1' },
    optional: { phoneNumberSid: 'PN1' },
    added: {},
    changes: {},
  },
  twitter: {
    required: {
      tier: 'enterprise',
      consumerKey: 'canary-1',
      consumerSecret: 'canary-2',
      accessTokenKey: 'canary-3',
      accessTokenSecret: 'canary-4',
    },
    optional: {},
    added: {},
    changes: {},
  },
  unity: { required: {}, optional: sdk, added: sdkAdded, changes: sdkChanges },
  viber: { required: { token: 'canary-token' }, optional: {}, added: {}, changes: {} },
  web: {
    required: {},
    optional: {
      brandColor: 'ABC',
      fixedIntroPane: true,
      conversationColor: 'a1B2c3',
      actionColor: '000',
      displayStyle: 'tab',
      buttonIconUrl: 'https://example.com/icon.png',
      buttonWidth: '60',
      buttonHeight: '61',
      integrationOrder: ['59fc8466260f48003505228b', '59d79780481d34002b7d3617'],
      businessName: 'Bäckerei 🌞',
      businessIconUrl: 'https://example.com/business.png',
      backgroundImageUrl: 'http://example.com/back.png',
      originWhitelist: ['https://yourdomain.com', 'http://localhost:8080'],
      prechatCapture,
      ...sdk,
    },
    added: {
      ...sdkAdded,
      brandColor: '65758e',
      conversationColor: '0099ff',
      actionColor: '0099ff',
      fixedIntroPane: false,
      displayStyle: 'button',
      buttonIconUrl: null,
      buttonWidth: '58',
      buttonHeight: '58',
      integrationOrder: null,
      originWhitelist: null,
    },
    changes: {
      brandColor: 'def',
      fixedIntroPane: false,
      conversationColor: '123456',
      actionColor: 'fff',
      displayStyle: 'button',
      buttonIconUrl: null,
      buttonWidth: '1',
      buttonHeight: '2',
      integrationOrder: null,
      businessName: 'x',
      businessIconUrl: 'https://example.com/2.png',
      backgroundImageUrl: 'https://example.com/3.png',
      originWhitelist: null,
      prechatCapture: { enabled: false },
      ...sdkChanges,
    },
  },
  whatsapp: {
    required: {},
    optional: { hsmFallbackLanguage: 'pt_BR', accountId: 'acc-1', accountManagementAccessToken: 'canary-management' },
    added: { hsmFallbackLanguage: 'en_US' },
    changes: { hsmFallbackLanguage: null, accountId: null, accountManagementAccessToken: 'canary-management-2' },
  },
}

/** Secrets of the samples hold this word, so that a reply can be searched for it. */
export const CANARY = /canary/i
