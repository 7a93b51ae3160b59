import type { Static } from 'typebox'
import { choice, Id, nullable, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'

export const clientTypes = [
  'apple',
  'gbm',
  'googlercs',
  'instagram',
  'kakao',
  'line',
  'mailgun',
  'messagebird',
  'messenger',
  'slackconnect',
  'sdk',
  'telegram',
  'twilio',
  'twitter',
  'viber',
  'wechat',
  'whatsapp',
] as const

export const ClientType = choice(clientTypes, { description: 'Channel; `sdk` stands for all SDKs.' })

const free = (description: string) =>
  Type.Optional(Type.Unsafe<Record<string, unknown> | null>({ type: ['object', 'null'], description }))

export const Client = Type.Object(
  {
    id: Id('Id of the client.', '5fad99e1b0d2b2000d2b2a1d'),
    type: ClientType,
    status: choice(['active', 'blocked', 'inactive', 'pending'], { description: 'Whether it can be written to.' }),
    integrationId: Type.Optional(nullable(text({ description: 'Integration of the channel.' }))),
    externalId: Type.Optional(nullable(text({ description: 'Id of the user in the channel.' }))),
    lastSeen: Type.Optional(nullable(text({ description: 'When the user was last heard of there.' }))),
    linkedAt: Type.Optional(nullable(text({ description: 'When the channel became one of the user.' }))),
    displayName: Type.Optional(nullable(text({ description: 'Name of the user in the channel.' }))),
    avatarUrl: Type.Optional(
      nullable(
        text({
          description: 'Picture of the user in the channel.',
          format: 'uri',
          'x-problem': 'should be an absolute address',
        }),
      ),
    ),
    info: free('What the channel tells of the user.'),
    raw: free('What the channel tells of the user, in its own words.'),
  },
  { title: 'Client' },
)
export type Client = Static<typeof Client>

export const Device = Type.Object(
  {
    id: Id('Id of the device.', '5fad99e1b0d2b2000d2b2a1e'),
    type: choice(['android', 'ios', 'web'], { description: 'Kind of the device.' }),
    guid: text({ description: 'Id that the SDK made for itself.', examples: ['c72a0d6e7f0a4a5e9f6f2f0d4d1f2b11'] }),
    clientId: text({ description: 'Client of the user that the device belongs to.' }),
    status: choice(['active', 'inactive'], { description: 'Whether it can be sent push notifications.' }),
    integrationId: text({ description: 'Integration of its SDK.' }),
    lastSeen: text({ description: 'When it was last heard of.', examples: ['2026-01-31T12:00:00.000Z'] }),
    pushNotificationToken: Type.Optional(nullable(text({ description: 'Token for push notifications.' }))),
    info: Type.Optional(
      Type.Unsafe<Record<string, unknown> | null>({
        type: ['object', 'null'],
        description: 'What the SDK tells of the device.',
        additionalProperties: true,
      }),
    ),
    appVersion: Type.Optional(nullable(text({ description: 'Version of the app in which the SDK runs.' }))),
  },
  { title: 'Device' },
)
export type Device = Static<typeof Device>

export const Source = Type.Object(
  {
    type: text({ description: 'Channel, or `api:conversations`.', examples: ['api:conversations'] }),
    integrationId: Type.Optional(nullable(text({ description: 'Integration of the channel.' }))),
    originalMessageId: Type.Optional(nullable(text({ description: 'Id of the message in its channel.' }))),
    originalMessageTimestamp: Type.Optional(nullable(text({ description: 'When the channel received it.' }))),
    client: Type.Optional(
      Type.Unsafe<Static<typeof Client> | null>({ ...Client, title: 'SourceClient', type: ['object', 'null'] }),
    ),
    device: Type.Optional(
      Type.Unsafe<Static<typeof Device> | null>({ ...Device, title: 'SourceDevice', type: ['object', 'null'] }),
    ),
  },
  { title: 'Source', description: 'Where it came from.' },
)
export type Source = Static<typeof Source>
