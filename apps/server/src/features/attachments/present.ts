import { create as contentDisposition } from 'content-disposition'
import { type Attachment, isShown, pathOf } from './model.ts'

const TEXT = 'text/plain'

export function presentAttachment(attachment: Attachment, publicUrl: string) {
  return { mediaUrl: publicUrl + pathOf(attachment), mediaType: attachment.mediaType }
}

/** How a file is sent: nothing in it runs, and what browsers would not just show is saved. */
export function presentFile(attachment: Attachment) {
  const { id, fileName, mediaType, mediaSize } = attachment
  const shown = isShown(attachment)
  const type = shown ? mediaType : mediaType === TEXT ? `${TEXT}; charset=utf-8` : 'application/octet-stream'
  return {
    size: mediaSize,
    etag: `"${id}"`,
    headers: {
      'content-type': type,
      'content-disposition': contentDisposition(fileName, { type: shown ? 'inline' : 'attachment' }),
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'private, max-age=900',
    },
  }
}
