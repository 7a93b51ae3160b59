import type { Static } from 'typebox'
import { displayName, text } from './schema.ts'
import { Type } from './type.ts'

const keyFields = (idExample: string) => ({
  id: text({ description: 'Id of the key: user name of Basic authentication, `kid` of a JWT.', examples: [idExample] }),
  displayName: displayName('Name of the key, for people.', 'My custom key'),
  secret: text({ description: 'Password of Basic authentication, and the HMAC key of a JWT as UTF-8 bytes.' }),
})

/** A key as every kind of owner returns it, under a schema name of its own. */
export const apiKey = (title: string, idExample: string) => Type.Object(keyFields(idExample), { title })

export const KeyCreate = Type.Object(
  { displayName: displayName('Name of the key, for people.', 'My custom key') },
  { title: 'KeyCreate' },
)

export const exampleKey = (id: string): Static<ReturnType<typeof apiKey>> => ({
  id,
  displayName: 'My custom key',
  secret: 'kQ3nVx0bT9yWm5LrZc7HdPfUa2sJeGi4oRt8MvXwYq1KlBhNpCj6SzDuAg0EyFbTn7WmQ5xLrZc9HdPfUa2sJe',
})
