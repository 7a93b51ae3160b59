import type { TSchema } from 'typebox'
import { discriminated } from '../../kit/discriminated.ts'
import { Metadata } from '../../kit/metadata.ts'
import { choice, flag, text } from '../../kit/schema.ts'
import { Type } from '../../kit/type.ts'

const metadata = Type.Optional(Metadata)
const label = text({ description: 'What the button says.', examples: ['Click me'] })
const typeOf = (type: string) => text({ description: 'Kind of the action.', default: type })
const isDefault = Type.Optional(
  flag({ description: 'Whether a tap on the whole item does this, where the channel can.' }),
)

const extraChannelOptions = Type.Optional(
  Type.Object(
    {
      messenger: Type.Optional(
        Type.Object({
          messenger_extensions: Type.Optional(
            flag({ description: 'Opens with the extensions of Messenger.', default: false }),
          ),
          webview_share_button: Type.Optional(choice(['hide'], { description: 'Hides the share button.' })),
        }),
      ),
    },
    { title: 'ExtraChannelOptions', description: 'What only one channel knows.' },
  ),
)

const buy = Type.Object(
  {
    type: typeOf('buy'),
    text: label,
    amount: Type.Integer({ description: 'What is to be paid, in cents.', examples: [1000] }),
    currency: Type.Optional(text({ description: 'Currency (ISO 4217).', examples: ['usd'] })),
    metadata,
  },
  { title: 'Buy', description: 'Asks for a payment.' },
)

const link = Type.Object(
  {
    type: typeOf('link'),
    text: label,
    uri: text({ description: 'Where the button leads.', examples: ['https://example.com'] }),
    default: isDefault,
    metadata,
    extraChannelOptions,
  },
  { title: 'Link', description: 'Opens an address.' },
)

const locationRequest = Type.Object(
  { type: typeOf('locationRequest'), text: label, metadata },
  { title: 'LocationRequest', description: 'Asks where the user is.' },
)

const payload = text({ description: 'What your side is told when it is chosen.', examples: ['CHOSEN'] })

const postback = Type.Object(
  {
    type: typeOf('postback'),
    text: label,
    payload,
    uri: Type.Optional(text({ description: 'Empty: it leads nowhere.', readOnly: true })),
    metadata,
  },
  { title: 'Postback', description: 'Tells your side of the tap, with `conversation:postback`.' },
)

const reply = Type.Object(
  {
    type: text({ description: 'Kind of the action.' }),
    text: label,
    payload,
    iconUrl: Type.Optional(
      text({ description: 'Picture beside the text.', examples: ['https://example.com/icon.png'] }),
    ),
    metadata,
  },
  { title: 'ReplyAction', description: 'An answer to choose; the user sends its text, and the buttons go.' },
)

const webview = Type.Object(
  {
    type: text({ description: 'Kind of the action.' }),
    text: label,
    uri: text({ description: 'What is opened inside the conversation.', examples: ['https://example.com/form'] }),
    fallback: text({ description: 'Opened where the channel has no such view.', examples: ['https://example.com'] }),
    size: Type.Optional(choice(['compact', 'tall', 'full'], { description: 'How much of the screen it takes.' })),
    openOnReceive: Type.Optional(flag({ description: 'Opens by itself; one action of a message at most.' })),
    default: isDefault,
    metadata,
    extraChannelOptions,
  },
  { title: 'Webview', description: 'Opens an address inside the conversation.' },
)

export type Action = {
  readonly type: 'buy' | 'link' | 'locationRequest' | 'postback' | 'reply' | 'webview'
  readonly text: string
} & Readonly<Record<string, unknown>>

const unknown = (names: Readonly<Record<string, TSchema>>) =>
  `.type: should be equal to one of the allowed values: ${Object.keys(names).join(', ')}`

const all = { buy, link, locationRequest, postback, reply, webview }
const subset = { buy, link, postback, webview }

/** Buttons of texts and images. */
export const Action = discriminated<Action>('type', all, unknown(all), {
  title: 'Action',
  description: 'A button. Replies and requests for a location stand only with each other.',
})

/** Buttons of items and lists. */
export const ItemAction = discriminated<Action>('type', subset, unknown(subset), {
  title: 'ItemAction',
  description: 'A button of an item or a list.',
})
