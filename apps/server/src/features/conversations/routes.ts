import {
  ApiError,
  CreateConversation,
  DeleteConversation,
  DownloadMessageRef,
  GetConversation,
  InvalidPage,
  InvalidRequest,
  ListConversations,
  PostConversionEvents,
  UpdateConversation,
} from '@parhelion/contract'
import type { Http } from '../../http/http.ts'
import { paging, readPage } from '../../http/paging.ts'
import { presentConversation } from './present.ts'
import type { ConversationService } from './service.ts'

export function conversationRoutes(http: Http, conversations: ConversationService): void {
  http.serve(CreateConversation, async ({ params, body }) => {
    const conversation = await conversations.create(params.appId, body)
    return { conversation: presentConversation(conversation) }
  })

  http.serve(ListConversations, async ({ params, query, address }) => {
    const page = readPage(query.page, InvalidPage)
    const list = await conversations.list(params.appId, query.filter, page)
    return { conversations: list.items.map(presentConversation), ...paging(list, page, address) }
  })

  http.serve(GetConversation, async ({ params }) => {
    const conversation = await conversations.get(params)
    return { conversation: presentConversation(conversation) }
  })

  http.serve(UpdateConversation, async ({ params, body }) => {
    const conversation = await conversations.update(params, body)
    return { conversation: presentConversation(conversation) }
  })

  http.serve(DeleteConversation, async ({ params }) => {
    await conversations.remove(params)
    return {}
  })

  http.serve(DownloadMessageRef, ({ params }) => conversations.refuseUnconnected(params))

  http.serve(PostConversionEvents, ({ params, body }) => {
    if (Object.keys(body).length !== 1)
      throw new ApiError(InvalidRequest, { titles: ['should have exactly one of messenger, instagram and whatsapp'] })
    return conversations.refuseUnconnected(params)
  })
}
