import type { TSchema } from 'typebox'
import { discriminated } from '../../kit/discriminated.ts'
import { limits } from '../../kit/limits.ts'
import { Metadata } from '../../kit/metadata.ts'
import { choice, text } from '../../kit/schema.ts'
import { Type } from '../../kit/type.ts'
import { Action, ItemAction } from './actions.ts'
import { form, formResponse } from './forms.ts'
import { blockChatInput, typeOf } from './shared.ts'

const uri = {
  description: 'Where the file is. It is not fetched when the message is posted.',
  format: 'uri',
  'x-problem': 'should be an absolute address',
  examples: ['https://example.com/picture.png'],
}
const htmlText = Type.Optional(
  text({
    description: 'The text with markup; what could do harm is taken out. Not together with `markdownText`.',
    maxLength: limits.textLength,
  }),
)
const markdownText = Type.Optional(
  text({
    description: 'The text in Markdown; it is kept as `htmlText`. Not together with `htmlText`.',
    maxLength: limits.textLength,
    writeOnly: true,
  }),
)
const actions = Type.Optional(Type.Array(Action, { description: 'Buttons below.' }))
const altText = Type.Optional(
  text({
    description: 'Said in place of the file; the name of the file where it is missing.',
    maxLength: limits.nameLength,
  }),
)
const attachmentId = Type.Optional(text({ description: 'Id of the file, where the channel has one.' }))
const mediaSize = Type.Optional(
  Type.Unsafe<number>({ type: 'number', description: 'Bytes of the file, where they are known.', readOnly: true }),
)

const plain = Type.Object(
  {
    type: typeOf('text'),
    text: Type.Optional(
      text({
        description: 'The text. Taken from the markup where it is missing.',
        maxLength: limits.textLength,
        examples: ['Hello 123'],
      }),
    ),
    htmlText,
    markdownText,
    blockChatInput,
    actions,
    payload: Type.Optional(text({ description: 'Payload of the reply that was chosen.' })),
  },
  { title: 'TextMessage' },
)

const image = Type.Object(
  {
    type: typeOf('image'),
    mediaUrl: text(uri),
    mediaType: Type.Optional(
      text({ description: 'Media type, where it is known.', maxLength: limits.nameLength, readOnly: true }),
    ),
    mediaSize,
    altText,
    text: Type.Optional(text({ description: 'Text below the image.' })),
    htmlText,
    markdownText,
    blockChatInput,
    actions,
    attachmentId,
  },
  { title: 'ImageMessage' },
)

const file = Type.Object(
  {
    type: typeOf('file'),
    mediaUrl: text(uri),
    mediaType: Type.Optional(text({ description: 'Media type, where it is known.', readOnly: true })),
    mediaSize,
    altText,
    text: Type.Optional(text({ description: 'Text beside the file.' })),
    htmlText,
    markdownText,
    blockChatInput,
    attachmentId,
  },
  { title: 'FileMessage' },
)

const degrees = (description: string, example: number) =>
  Type.Unsafe<number>({ type: 'number', description, examples: [example] })

const location = Type.Object(
  {
    type: typeOf('location'),
    text: Type.Optional(text({ description: 'The place as a link to a map.', readOnly: true })),
    blockChatInput,
    coordinates: Type.Object({ lat: degrees('Latitude.', 45.5261583), long: degrees('Longitude.', -73.595346) }),
    location: Type.Optional(
      Type.Object({
        address: Type.Optional(text({ description: 'Address of the place.' })),
        name: Type.Optional(text({ description: 'Name of the place.' })),
      }),
    ),
  },
  { title: 'LocationMessage' },
)

const item = Type.Object(
  {
    title: text({ description: 'Title of the item.', minLength: 1, maxLength: limits.nameLength, examples: ['Tacos'] }),
    description: Type.Optional(text({ description: 'Text below the title.', maxLength: limits.nameLength })),
    mediaUrl: Type.Optional(text({ ...uri, maxLength: limits.urlLength })),
    mediaType: Type.Optional(text({ description: 'Media type of the picture.', maxLength: limits.nameLength })),
    altText,
    size: Type.Optional(choice(['compact', 'large'], { description: 'Size of the picture.' })),
    actions: Type.Array(ItemAction, { description: 'Buttons of the item.', minItems: 1, maxItems: limits.itemActions }),
    metadata: Type.Optional(Metadata),
  },
  { title: 'Item' },
)
const items = Type.Array(item, { description: 'What there is to see.', minItems: 1, maxItems: limits.items })

const carousel = Type.Object(
  {
    type: typeOf('carousel'),
    text: Type.Optional(text({ description: 'The items as text, for channels without carousels.', readOnly: true })),
    blockChatInput,
    items,
    displaySettings: Type.Optional(
      Type.Object({
        imageAspectRatio: Type.Optional(choice(['horizontal', 'square'], { description: 'Shape of the pictures.' })),
      }),
    ),
  },
  { title: 'CarouselMessage' },
)

const list = Type.Object(
  {
    type: typeOf('list'),
    text: Type.Optional(text({ description: 'The items as text, for channels without lists.', readOnly: true })),
    blockChatInput,
    items,
    actions: Type.Optional(
      Type.Array(ItemAction, { description: 'Buttons of the whole list.', minItems: 1, maxItems: limits.listActions }),
    ),
  },
  { title: 'ListMessage' },
)

const template = Type.Object(
  {
    type: typeOf('template'),
    blockChatInput,
    template: Type.Unsafe<Record<string, unknown>>({
      type: 'object',
      description: 'The template in the form of WhatsApp; only with `schema: whatsapp`.',
    }),
  },
  { title: 'TemplateMessage' },
)

const variants = {
  text: plain,
  carousel,
  file,
  form,
  formResponse,
  image,
  list,
  location,
  template,
} as const satisfies Record<string, TSchema>
export type ContentType = keyof typeof variants

/** Content of any type: `type` says which of the others are there. */
export type Content = { readonly type: ContentType } & Readonly<Record<string, unknown>>

export const Content = discriminated<Content>(
  'type',
  variants,
  `.type: should be equal to one of the allowed values: ${Object.keys(variants).join(', ')}`,
  { title: 'Content', description: 'What a message says; which properties there are depends on `type`.' },
)
