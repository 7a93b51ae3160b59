import { flag, text } from '../../kit/schema.ts'
import { Type } from '../../kit/type.ts'

export const typeOf = (type: string) => text({ description: 'Kind of the content.', default: type })

export const blockChatInput = Type.Optional(
  flag({
    description: 'Whether the user can only answer what is asked here, for as long as this is the last message.',
  }),
)
