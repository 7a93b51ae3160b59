import type { Static } from 'typebox'
import {
  AppNotFound,
  AttachmentNotFound,
  ConversationNotFound,
  FileTooLarge,
  InvalidRequest,
  UnsupportedMediaUrl,
} from '../errors.ts'
import { operation } from '../kit/operation.ts'
import { Empty, text } from '../kit/schema.ts'
import { Type } from '../kit/type.ts'

export const Attachment = Type.Object(
  {
    mediaUrl: text({
      description: 'Where the file is read; whoever knows the address may.',
      examples: ['https://parhelion.example/attachments/v2/01J9ZQ4T8X6W3N5B7C2D4F6G8H/order.pdf'],
    }),
    mediaType: Type.Optional(
      text({ description: 'Media type, found from the content.', examples: ['application/pdf'] }),
    ),
  },
  { title: 'Attachment' },
)

const attachment: Static<typeof Attachment> = {
  mediaUrl: 'https://parhelion.example/attachments/v2/01J9ZQ4T8X6W3N5B7C2D4F6G8H/order.pdf',
  mediaType: 'application/pdf',
}
const tag = 'Attachments'
const access = ['integration', 'app', 'account'] as const

export const UploadAttachment = operation({
  id: 'UploadAttachment',
  method: 'POST',
  path: '/v2/apps/{appId}/attachments',
  tag,
  summary: 'Upload Attachment',
  description:
    'Keeps a file of at most 50 MB for messages to show. One that is uploaded `for=message` goes with the message, the conversation or the user; any other stays until it is removed.',
  access,
  query: Type.Object({
    access: text({ description: 'Who may read it: `public`.', default: 'public', examples: ['public'] }),
    for: Type.Optional(
      text({ description: '`message`: it goes with the message that shows it.', examples: ['message'] }),
    ),
    conversationId: Type.Optional(text({ description: 'Conversation of that message.' })),
  }),
  bodyType: 'multipart/form-data',
  body: Type.Object(
    { source: Type.Unsafe<string>({ type: 'string', format: 'binary', description: 'The file.' }) },
    { title: 'AttachmentUpload' },
  ),
  status: 201,
  reply: Type.Object({ attachment: Attachment }),
  errors: [InvalidRequest, AppNotFound, ConversationNotFound, FileTooLarge],
  example: { body: { source: 'order.pdf' }, reply: { attachment } },
})

export const DeleteAttachment = operation({
  id: 'DeleteAttachment',
  method: 'POST',
  path: '/v2/apps/{appId}/attachments/remove',
  tag,
  summary: 'Remove Attachment',
  description: 'Removes a file. Messages that show it stay, and lead to nothing.',
  access,
  body: Type.Object(
    { mediaUrl: text({ description: 'Address of the file.', examples: [attachment.mediaUrl] }) },
    { title: 'AttachmentRemoval' },
  ),
  status: 200,
  reply: Empty,
  errors: [UnsupportedMediaUrl, InvalidRequest, AppNotFound, AttachmentNotFound],
  example: { body: { mediaUrl: attachment.mediaUrl }, given: { mediaUrl: attachment.mediaUrl }, reply: {} },
})
