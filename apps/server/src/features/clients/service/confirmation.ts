import { ApiError, InvalidRequest, type MessagePost } from '@parhelion/contract'

/** How a user agrees to be reached through a client, and what they are sent first. */
export interface Confirmation {
  readonly type: 'immediate' | 'userActivity' | 'prompt'
  readonly message?: MessagePost
}

/** Contents that every channel can show. */
const SHOWN = new Set(['text', 'image'])

/** @throws ApiError `bad_request` for one that waits for an answer to nothing, or a message that not every channel can show */
export function acceptConfirmation({ type, message }: Confirmation): void {
  if (message === undefined) {
    if (type !== 'userActivity') return
    throw refuse(".confirmation: should have required property 'message' with the type userActivity")
  }
  const { content } = message
  if (!SHOWN.has(content.type)) throw refuse('.confirmation.message.content.type: should be text or image')
  const actions = Array.isArray(content.actions) ? (content.actions as { type: string }[]) : []
  if (actions.some(action => action.type !== 'link'))
    throw refuse('.confirmation.message.content.actions: should be links only')
}

const refuse = (title: string) => new ApiError(InvalidRequest, { titles: [title] })
