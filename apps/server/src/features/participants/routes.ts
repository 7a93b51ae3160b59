import { InvalidPage, JoinConversation, LeaveConversation, ListParticipants } from '@parhelion/contract'
import type { Http } from '../../http/http.ts'
import { paging, readPage } from '../../http/paging.ts'
import { presentParticipant } from './present.ts'
import type { ParticipantService } from './service.ts'

export function participantRoutes(http: Http, participants: ParticipantService): void {
  http.serve(JoinConversation, async ({ params, body }) => {
    const participant = await participants.join(params, body)
    return { participant: presentParticipant(participant) }
  })

  http.serve(ListParticipants, async ({ params, query, address }) => {
    const page = readPage(query.page, InvalidPage)
    const list = await participants.list(params, page)
    return { participants: list.items.map(presentParticipant), ...paging(list, page, address) }
  })

  http.serve(LeaveConversation, async ({ params, body }) => {
    await participants.leave(params, body)
    return {}
  })
}
