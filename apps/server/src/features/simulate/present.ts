import { presentClient } from '../clients/present.ts'
import { presentDevice } from '../devices/present.ts'
import { presentMessage } from '../messages/present.ts'
import { presentUser } from '../users/present.ts'

/** What simulation answers with belongs to other nouns. */
export const presentReplies = {
  message: presentMessage,
  device: presentDevice,
  user: presentUser,
  client: presentClient,
}
