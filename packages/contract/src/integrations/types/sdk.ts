import { choice, flag, nullable, text } from '../../kit/schema.ts'
import { Type } from '../../kit/type.ts'
import { type IntegrationType, plain, sdkDerived, sdkFields, secret, some, webAddress } from './fields.ts'

const updatable = { updatable: true }

export const android: IntegrationType = {
  description: 'The Android SDK, with push through Firebase.',
  shared: true,
  fields: {
    projectId: secret('Project id of the Firebase private key.', { ...updatable, min: 1 }),
    clientEmail: secret('Client address of the Firebase private key.', { ...updatable, min: 1 }),
    privateKey: secret('Firebase private key.', { ...updatable, min: 1 }),
    serverKey: secret('Server key of the former Firebase interface.', { ...updatable, min: 1 }),
    senderId: plain(nullable(some('Sender id of the former Firebase interface.', { deprecated: true })), updatable),
    ...sdkFields,
  },
  derived: sdkDerived,
}

export const ios: IntegrationType = {
  description: 'The iOS SDK, with push through Apple.',
  shared: true,
  fields: {
    certificate: secret('Push certificate, base64.', { ...updatable, min: 1 }),
    password: secret('Password of the certificate.', { ...updatable, nullable: false }),
    production: plain(
      flag({ description: "Whether Apple's production service is used; otherwise the sandbox." }),
      updatable,
    ),
    autoUpdateBadge: plain(
      flag({ description: 'Whether the number on the icon follows the unread count.' }),
      updatable,
    ),
    ...sdkFields,
  },
  derived: sdkDerived,
}

export const unity: IntegrationType = {
  description: 'The Unity SDK.',
  shared: true,
  fields: sdkFields,
  derived: sdkDerived,
}

const color = (description: string, fallback: string) =>
  text({
    description,
    default: fallback,
    pattern: '^([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$',
    'x-problem': 'should be a color of 3 or 6 hexadecimal digits',
  })

const pixels = (description: string) =>
  text({ description: `${description} In pixels, written as a string.`, default: '58' })

const PrechatField = Type.Object(
  {
    type: choice(['email', 'select', 'text'], { description: 'Kind of the field.' }),
    name: text({ description: 'Name of the field, unique in the form.', minLength: 1, maxLength: 128 }),
    label: text({ description: 'What the user reads.', minLength: 1, maxLength: 128 }),
    placeholder: Type.Optional(text({ description: 'Shown while the field is empty.', minLength: 1, maxLength: 128 })),
    text: Type.Optional(text({ description: 'Answer of a text field.', minLength: 1, maxLength: 256 })),
    email: Type.Optional(text({ description: 'Answer of an email field.', minLength: 1, maxLength: 128 })),
    select: Type.Optional(
      Type.Array(Type.Unsafe<object>({ type: 'object' }), { description: 'Answer of a select field.' }),
    ),
    format: Type.Optional(
      choice(['integer', 'decimal'], { description: 'Form of the number that a text field takes.' }),
    ),
    minSize: Type.Optional(Type.Integer({ description: 'Shortest answer.', minimum: 1, maximum: 256 })),
    maxSize: Type.Optional(Type.Integer({ description: 'Longest answer.', minimum: 1, maximum: 256 })),
    options: Type.Optional(
      Type.Array(
        Type.Object({
          name: text({ description: 'Name of the option.', minLength: 1, maxLength: 128 }),
          label: text({ description: 'What the user reads.', minLength: 1, maxLength: 128 }),
        }),
        { description: 'What a select field offers.', minItems: 1, maxItems: 200 },
      ),
    ),
  },
  { title: 'PrechatField' },
)

const PrechatCapture = Type.Object(
  {
    avatarUrl: Type.Optional(webAddress('Picture beside the automatic reply.')),
    enabled: Type.Optional(flag({ description: 'Whether users fill in the form before they write.', default: false })),
    enableEmailLinking: Type.Optional(
      flag({ description: 'Whether a given address is linked as a mail client.', default: false }),
    ),
    fields: Type.Optional(Type.Array(PrechatField, { description: 'Fields of the form instead of the usual ones.' })),
  },
  { title: 'PrechatCapture', description: 'Form that users fill in before they write.' },
)

const origins = Type.Unsafe<string[] | null>({
  type: ['array', 'null'],
  description: 'Origins that may load the messenger; null for all.',
  default: null,
  items: {
    type: 'string',
    pattern: '^https?://[^/?#\\s]+$',
    'x-problem': 'should be an origin: scheme, host and, where needed, port',
  },
})

const order = Type.Unsafe<string[] | null>({
  type: ['array', 'null'],
  description: 'Ids of the integrations that the messenger offers, in this order; null for all.',
  default: null,
  items: { type: 'string' },
})

export const web: IntegrationType = {
  description: 'The Web Messenger.',
  shared: true,
  fields: {
    brandColor: plain(color('Color of the header and of the idle button or tab.', '65758e'), updatable),
    fixedIntroPane: plain(
      flag({ description: 'Whether the introduction stays on top while scrolling.', default: false }),
      updatable,
    ),
    conversationColor: plain(color("Color of the user's messages and replies.", '0099ff'), updatable),
    actionColor: plain(color('Color of links and buttons in messages.', '0099ff'), updatable),
    displayStyle: plain(
      choice(['button', 'tab'], { description: 'What opens the messenger.', default: 'button' }),
      updatable,
    ),
    buttonIconUrl: plain(nullable(webAddress('Picture on the button.', { default: null })), updatable),
    buttonWidth: plain(pixels('Width of the button.'), updatable),
    buttonHeight: plain(pixels('Height of the button.'), updatable),
    integrationOrder: plain(order, updatable),
    businessName: plain(text({ description: 'Name of the business in the messenger.' }), updatable),
    businessIconUrl: plain(webAddress('Picture of the business.'), updatable),
    backgroundImageUrl: plain(webAddress('Picture behind the conversation.'), updatable),
    originWhitelist: plain(origins, updatable),
    prechatCapture: plain(PrechatCapture, updatable),
    ...sdkFields,
  },
  derived: sdkDerived,
}
