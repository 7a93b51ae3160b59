import { choice, flag, nullable, text } from '../../kit/schema.ts'
import { Type } from '../../kit/type.ts'
import { type IntegrationType, partOf, plain, readOnly, secret, some, webAddress } from './fields.ts'

const required = { required: true }

export const apple: IntegrationType = {
  description: 'Apple Messages for Business.',
  shared: true,
  fields: {
    businessId: plain(text({ description: 'Id of the business at Apple.' }), required),
    apiSecret: secret('API secret of the messaging service provider.', { required: true, nullable: false }),
    mspId: plain(text({ description: 'Id of the messaging service provider.' }), required),
    authenticationMessageSecret: secret('Secret behind the state value of authentication messages.', {
      updatable: true,
      nullable: false,
      min: 88,
    }),
  },
}

const story = (description: string) =>
  plain(flag({ description, default: true }), { updatable: true }, flag({ description }))

export const instagram: IntegrationType = {
  description: 'Instagram Direct.',
  shared: true,
  fields: {
    pageAccessToken: secret('Access token of the linked Facebook page.', { required: true, updatable: true }),
    appId: plain(text({ description: 'Id of the Facebook app.' }), required),
    appSecret: secret('Secret of the Facebook app.', required),
    storyRepliesEnabled: story('Whether a reply to a story becomes a message.'),
    storyMentionsEnabled: story('Whether a mention in a story becomes a message.'),
    businessName: readOnly(text({ description: 'Name of the Instagram account.' })),
    businessUsername: readOnly(text({ description: 'User name of the Instagram account.' })),
    pageId: readOnly(text({ description: 'Id of the linked Facebook page.' })),
    businessId: readOnly(text({ description: 'Id of the Instagram account.' })),
    username: readOnly(text({ description: 'Name of the Facebook user.' })),
    userId: readOnly(text({ description: 'Id of the Facebook user.' })),
  },
}

export const messenger: IntegrationType = {
  description: 'Facebook Messenger.',
  shared: true,
  fields: {
    pageAccessToken: secret('Access token of the Facebook page.', { required: true, updatable: true }),
    appId: plain(text({ description: 'Id of the Facebook app.' }), required),
    appSecret: secret('Secret of the Facebook app.', required),
    pageId: plain(Type.Number({ description: 'Id of the Facebook page.' })),
    pageName: plain(text({ description: 'Name of the Facebook page.' })),
  },
}

export const line: IntegrationType = {
  description: 'LINE. Can be made without channel id and secret, to be set up at LINE first.',
  shared: true,
  fields: {
    channelId: plain(text({ description: 'Id of the channel; together with `channelSecret`.' })),
    channelSecret: secret('Secret of the channel; together with `channelId`.', { nullable: false }),
    channelAccessToken: secret('Access token of the channel.', { nullable: false }),
    serviceCode: plain(text({ description: 'Service code.' })),
    switcherSecret: secret('Switcher secret.', { nullable: false, min: 1 }),
    qrCodeUrl: plain(webAddress('Address of the QR code that LINE gives.')),
    lineId: readOnly(text({ description: 'Basic id, taken from `qrCodeUrl`.' })),
  },
  // LINE names the picture of the QR code after the id.
  derived: partOf('lineId', 'qrCodeUrl', /^[^?#]*\/([^/?#]+)\.\w+(?:[?#]|$)/),
  rule: ({ channelId, channelSecret }) => {
    if (channelId !== undefined && channelSecret === undefined)
      return "should have property 'channelSecret' together with 'channelId'"
    if (channelSecret !== undefined && channelId === undefined)
      return "should have property 'channelId' together with 'channelSecret'"
    return undefined
  },
}

export const mailgun: IntegrationType = {
  description: 'Mail through Mailgun.',
  shared: true,
  fields: {
    apiKey: secret('API key of the account.', { required: true, min: 1 }),
    signingKey: secret('Webhook signing key of the account; without it the API key is used.', {
      nullable: false,
      min: 1,
    }),
    domain: plain(some('Domain that relays the mail.'), required),
    incomingAddress: plain(
      some('Address that receives the mail, in the same domain; also used for replies.'),
      required,
    ),
    hideUnsubscribeLink: plain(flag({ description: 'Whether mails go without a link to unsubscribe.' }), {
      updatable: true,
    }),
    fromAddress: plain(nullable(some('Address to send from instead of `incomingAddress`. Null unsets it.')), {
      updatable: true,
    }),
  },
  rule: ({ domain, incomingAddress }) =>
    String(incomingAddress)
      .toLowerCase()
      .endsWith(`@${String(domain).toLowerCase()}`)
      ? undefined
      : ".incomingAddress: should be an address of the domain given in 'domain'",
}

export const messagebird: IntegrationType = {
  description: 'SMS through MessageBird.',
  shared: true,
  fields: {
    accessKey: secret('API key of the account.', { required: true, min: 1 }),
    signingKey: secret('Signing key of the account.', { required: true, min: 1 }),
    originator: plain(some('Number that receives the messages.'), required),
    webhookSecret: readOnly(text({ description: 'Secret to put into the webhook address at MessageBird.' })),
  },
}

export const telegram: IntegrationType = {
  description: 'A Telegram bot.',
  shared: true,
  fields: {
    token: secret('Token of the bot.', { required: true, min: 1 }),
    username: readOnly(text({ description: 'User name of the bot.' })),
    botId: readOnly(text({ description: 'Id of the bot, taken from its token.' })),
  },
  // A token is the id of the bot, a colon and a secret.
  derived: partOf('botId', 'token', /^(\d+):/),
}

export const twilio: IntegrationType = {
  description: 'SMS through Twilio, from a number or a messaging service.',
  shared: true,
  fields: {
    accountSid: plain(text({ description: 'SID of the account.' }), required),
    authToken: secret('Token of the account.', { required: true, min: 1 }),
    phoneNumberSid: plain(some('SID of the number.')),
    messagingServiceSid: plain(some('SID of the messaging service.')),
  },
  rule: ({ phoneNumberSid, messagingServiceSid }) =>
    phoneNumberSid === undefined && messagingServiceSid === undefined
      ? "should have required property 'phoneNumberSid' or 'messagingServiceSid'"
      : undefined,
}

export const twitter: IntegrationType = {
  description: 'Twitter direct messages.',
  shared: true,
  fields: {
    tier: plain(choice(['enterprise'], { description: 'Tier of the Twitter app.' }), required),
    envName: readOnly(some('Label of the development environment.')),
    consumerKey: secret('Consumer key of the Twitter app.', { required: true, nullable: false, min: 1 }),
    consumerSecret: secret('Consumer secret of the Twitter app.', { required: true, min: 1 }),
    accessTokenKey: secret('Access token of the account.', { required: true, nullable: false, min: 1 }),
    accessTokenSecret: secret('Secret of the access token.', { required: true, min: 1 }),
  },
}

export const viber: IntegrationType = {
  description: 'A Viber public account.',
  shared: true,
  fields: {
    token: secret('Token of the account.', { required: true, min: 1 }),
    uri: readOnly(text({ description: 'Name of the account in addresses.' })),
    accountId: readOnly(text({ description: 'Id of the account.' })),
  },
}

export const whatsapp: IntegrationType = {
  description: 'WhatsApp Business.',
  shared: true,
  fields: {
    hsmFallbackLanguage: plain(
      nullable(text({ description: 'Language of template messages that name none.', default: 'en_US' })),
      {
        updatable: true,
      },
    ),
    accountId: plain(nullable(text({ description: 'Id of the WhatsApp business account.' })), { updatable: true }),
    accountManagementAccessToken: secret('Token that reads the templates of the account.', { updatable: true }),
    phoneNumber: readOnly(nullable(text({ description: 'Number behind the integration.' }))),
  },
}
