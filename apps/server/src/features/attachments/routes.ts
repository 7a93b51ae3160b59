import { ApiError, DeleteAttachment, NotFound, UploadAttachment } from '@parhelion/contract'
import { create as contentDisposition } from 'content-disposition'
import type { FilePage } from '../../http/files.ts'
import type { Http } from '../../http/http.ts'
import { isShown } from './model.ts'
import { presentAttachment } from './present.ts'
import type { AttachmentService } from './service.ts'

export function attachmentRoutes(http: Http, attachments: AttachmentService, publicUrl: () => string): void {
  http.serveUpload(UploadAttachment, async ({ params, query }, file) => {
    const attachment = await attachments.keep(params.appId, query, file)
    return { attachment: presentAttachment(attachment, publicUrl()) }
  })

  http.serve(DeleteAttachment, async ({ params, body }) => {
    await attachments.remove(params.appId, body.mediaUrl)
    return {}
  })

  http.serveFile('/attachments/v2/:id/:name', async ({ id = '' }): Promise<FilePage> => {
    const attachment = await attachments.find(id)
    if (attachment === undefined) throw new ApiError(NotFound)
    return {
      size: attachment.mediaSize,
      etag: `"${attachment.id}"`,
      headers: {
        'content-type':
          isShown(attachment) || attachment.mediaType === 'text/plain'
            ? typeOf(attachment.mediaType)
            : 'application/octet-stream',
        'content-disposition': contentDisposition(attachment.fileName, {
          type: isShown(attachment) ? 'inline' : 'attachment',
        }),
        'content-security-policy': "sandbox; default-src 'none'",
        'cross-origin-resource-policy': 'cross-origin',
        'cache-control': 'private, max-age=900',
      },
      open: range => attachments.open(attachment, range),
    }
  })
}

const typeOf = (mediaType: string) => (mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType)
