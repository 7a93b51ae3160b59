import {
  DownloadMessageRef,
  GetConversation,
  ListConversations,
  ListMessages,
  ListParticipants,
  PostConversionEvents,
  UploadAttachment,
} from '@parhelion/contract'
import { FILE_CONTENT } from '../../../packages/samples/run/values.ts'
import { must, reads, removes, type Scenario, writes } from '../scenario.ts'
import type { Scene } from '../scene.ts'

const ofGroup = async (scene: Scene) => ({ conversationId: await scene.group(await scene.user()) })

const ofMessage = async (scene: Scene) => {
  const params = await ofGroup(scene)
  return { ...params, messageId: await scene.message(params.conversationId, 'Ünï 🌞\n"quoted" \\ $HOME `x` %41') }
}

const attachment = async (mediaUrl: string) => {
  const response = await fetch(mediaUrl)
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) }
}

export const conversations = {
  CreateConversation: async scene => ({
    values: scene.place({ userId: await scene.user() }),
    after: printed => scene.call(GetConversation, { conversationId: printed.value('conversation.id') }),
  }),
  ListConversations: async scene => {
    const userId = await scene.user()
    await scene.group(userId)
    await scene.group(userId)
    const query = `filter[userId]=${userId}`
    return { values: scene.place({ userId }), after: () => scene.call(ListConversations, {}, { query }) }
  },
  GetConversation: reads(GetConversation, ofGroup),
  UpdateConversation: writes(GetConversation, ofGroup),
  DeleteConversation: removes(GetConversation, ofGroup),
  DownloadMessageRef: async scene => {
    const userId = await scene.user()
    const params = { conversationId: await scene.group(userId) }
    const body = { ...DownloadMessageRef.example.body, userId }
    const refused = await scene.refusal(DownloadMessageRef, params, body)
    return { values: scene.place({ ...params, userId }), refused }
  },
  PostConversionEvents: async scene => {
    const params = await ofGroup(scene)
    const refused = await scene.refusal(PostConversionEvents, params, PostConversionEvents.example.body)
    return { values: scene.place(params), refused }
  },
  JoinConversation: async scene => {
    const params = { conversationId: await scene.group() }
    const userId = await scene.user()
    const after = async () => {
      const [participant] = (await scene.call(ListParticipants, params)).participants
      must(participant?.userId === userId, 'the user has not joined')
      return { participant }
    }
    return { values: scene.place({ ...params, userId }), after }
  },
  ListParticipants: reads(ListParticipants, async scene => ({
    conversationId: await scene.group(await scene.user({ externalId: 'Zoë' }), await scene.user()),
  })),
  LeaveConversation: async scene => {
    const userId = await scene.user()
    const params = { conversationId: await scene.group(userId) }
    const after = async () => {
      must((await scene.call(ListParticipants, params)).participants.length === 0, 'the user has not left')
      return {}
    }
    return { values: scene.place({ ...params, userId }), after }
  },
  PostMessage: async scene => {
    const params = await ofGroup(scene)
    return { values: scene.place(params), after: () => scene.call(ListMessages, params) }
  },
  ListMessages: reads(ListMessages, async scene => {
    const { conversationId } = await ofMessage(scene)
    await scene.message(conversationId)
    return { conversationId }
  }),
  DeleteMessage: async scene => {
    const params = await ofMessage(scene)
    const { conversationId, messageId } = params
    const kept = await scene.message(conversationId)
    const after = async () => {
      const { messages } = await scene.call(ListMessages, { conversationId })
      must(!messages.some(({ id }) => id === messageId), 'the message is still there')
      must(messages.length === 1 && messages[0]?.id === kept, 'another message has gone as well')
      return {}
    }
    return { values: scene.place(params), after }
  },
  DeleteAllMessages: async scene => {
    const { conversationId } = await ofMessage(scene)
    const after = async () => {
      must((await scene.call(ListMessages, { conversationId })).messages.length === 0, 'messages are still there')
      return {}
    }
    return { values: scene.place({ conversationId }), after }
  },
  PostActivity: async scene => {
    const params = await ofMessage(scene)
    const { conversationId } = params
    const after = async () => {
      const { conversation } = await scene.call(GetConversation, { conversationId })
      must(typeof conversation.businessLastRead === 'string', 'nobody has read the conversation')
      return {}
    }
    return { values: scene.place({ conversationId }), after }
  },
  UploadAttachment: async scene => ({
    values: scene.place({}),
    after: async printed => {
      const mediaUrl = printed.value('attachment.mediaUrl')
      const { status, bytes } = await attachment(mediaUrl)
      must(status === 200 && bytes.equals(FILE_CONTENT), `the file is answered with ${status}: ${bytes}`)
      // Told by its first bytes.
      return { attachment: { mediaUrl, mediaType: 'application/pdf' } }
    },
  }),
  DeleteAttachment: async scene => {
    const body = { source: 'A file that goes' }
    const made = await scene.call(UploadAttachment, {}, { query: 'access=public', body })
    const { mediaUrl } = made.attachment
    must((await attachment(mediaUrl)).status === 200, 'the file was not there')
    const after = async () => {
      must((await attachment(mediaUrl)).status === 404, 'the file is still there')
      return {}
    }
    return { values: scene.place({ mediaUrl }), after }
  },
} satisfies Record<string, Scenario>
