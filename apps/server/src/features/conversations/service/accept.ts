import {
  ApiError,
  ConversationMetadataTooLarge,
  InvalidRequest,
  limits,
  metadataBytes,
  type ParticipantInput,
} from '@parhelion/contract'
import type { Conversation, Metadata } from '../model.ts'

/** What may be said of a conversation; null clears. */
export interface Written {
  readonly displayName?: string | null
  readonly description?: string | null
  readonly iconUrl?: string | null
  readonly metadata?: Metadata | null
}

export interface ConversationInput extends Written {
  readonly type: Conversation['type']
  readonly participants?: readonly ParticipantInput[]
}

/** @throws ApiError `bad_request` for too few or too many, or one of a group that does not say whether it subscribes */
export function acceptParticipants({ type, participants = [] }: ConversationInput): void {
  if (type === 'personal' && participants.length !== 1)
    throw refuse('.participants: should have exactly one item in a personal conversation')
  if (type === 'sdkGroup' && participants.length > limits.participants)
    throw refuse(`.participants: should not have more than ${limits.participants} items`)
  const lacking = participants.findIndex(one => one.subscribeSDKClient === undefined)
  if (type === 'sdkGroup' && lacking >= 0)
    throw refuse(`.participants[${lacking}]: should have required property 'subscribeSDKClient' in a group`)
}

/** @throws ApiError `bad_request` for more than 4096 bytes */
export function acceptMetadata(metadata: Metadata): Metadata {
  if (metadataBytes(metadata) > limits.metadataBytes) throw new ApiError(ConversationMetadataTooLarge)
  return metadata
}

const refuse = (title: string) => new ApiError(InvalidRequest, { titles: [title] })
