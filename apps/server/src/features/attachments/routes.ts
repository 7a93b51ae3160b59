import { ApiError, DeleteAttachment, NotFound, UploadAttachment } from '@parhelion/contract'
import type { FilePage } from '../../http/files.ts'
import type { Http } from '../../http/http.ts'
import { presentAttachment, presentFile } from './present.ts'
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
    return { ...presentFile(attachment), open: range => attachments.open(attachment, range) }
  })
}
