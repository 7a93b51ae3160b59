import { createHash } from 'node:crypto'
import type { Author } from '@parhelion/contract'

const PICTURE = 'https://www.gravatar.com/avatar/00000000000000000000000000000000.png?s=200&d=mm'

const MOODS = [
  'Brave',
  'Calm',
  'Clever',
  'Eager',
  'Gentle',
  'Happy',
  'Jolly',
  'Kind',
  'Lively',
  'Nimble',
  'Quiet',
  'Sunny',
  'Swift',
  'Wise',
  'Witty',
  'Zesty',
]
const ANIMALS = [
  'Badger',
  'Beaver',
  'Crane',
  'Dolphin',
  'Falcon',
  'Ferret',
  'Heron',
  'Lynx',
  'Marmot',
  'Otter',
  'Owl',
  'Panda',
  'Puffin',
  'Raven',
  'Seal',
  'Wombat',
]

interface Person {
  readonly id: string
  readonly profile: { readonly givenName?: string; readonly surname?: string; readonly avatarUrl?: string }
}

/** Shown with what the business writes, where nothing else was said. */
export const businessPicture = PICTURE

/** What is shown of a user who writes. */
export function userAuthor(said: Author, user: Person, useAnimalNames: boolean) {
  const avatarUrl = said.avatarUrl ?? user.profile.avatarUrl
  return {
    type: 'user' as const,
    userId: user.id,
    displayName: said.displayName ?? nameOf(user, useAnimalNames),
    ...(avatarUrl === undefined ? {} : { avatarUrl }),
  }
}

/** Their own name, else one by which they can be told apart. */
function nameOf({ id, profile }: Person, useAnimalNames: boolean): string {
  const own = [profile.givenName, profile.surname].filter(part => part !== undefined).join(' ')
  if (own !== '') return own
  if (!useAnimalNames) return `Web User ${id}`
  const [mood = 0, animal = 0] = createHash('sha256').update(id).digest()
  return `${MOODS[mood % MOODS.length]} ${ANIMALS[animal % ANIMALS.length]}`
}
