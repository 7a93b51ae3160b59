import { type Attachment, pathOf } from './model.ts'

export function presentAttachment(attachment: Attachment, publicUrl: string) {
  return { mediaUrl: publicUrl + pathOf(attachment), mediaType: attachment.mediaType }
}
