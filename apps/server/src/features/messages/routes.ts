import { DeleteAllMessages, DeleteMessage, InvalidPage, ListMessages, limits, PostMessage } from '@parhelion/contract'
import type { Http } from '../../http/http.ts'
import { paging, readPage } from '../../http/paging.ts'
import { presentMessage } from './present.ts'
import type { MessageService } from './service.ts'

export function messageRoutes(http: Http, messages: MessageService): void {
  http.serve(PostMessage, async ({ params, headers, body }) => {
    const posted = await messages.post(params, body, headers['Idempotency-Key'])
    return { messages: posted.map(presentMessage) }
  })

  http.serve(ListMessages, async ({ params, query, address }) => {
    const page = { ...readPage(query.page, InvalidPage), size: limits.messagePageSize }
    const list = await messages.list(params, page)
    // Without a cursor one begins at the end and walks back.
    const walked = page.after === undefined ? { ...page, before: page.before ?? '' } : page
    return { messages: list.items.map(presentMessage), ...paging(list, walked, address) }
  })

  http.serve(DeleteMessage, async ({ params }) => {
    await messages.remove(params)
    return {}
  })

  http.serve(DeleteAllMessages, async ({ params }) => {
    await messages.removeAll(params)
    return {}
  })
}
