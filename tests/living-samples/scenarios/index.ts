import type { Scenario } from '../scenario.ts'
import { apps } from './apps.ts'
import { conversations } from './conversations.ts'
import { integrations } from './integrations.ts'
import { oauth } from './oauth.ts'
import { simulation } from './simulation.ts'
import { switchboards } from './switchboards.ts'
import { users } from './users.ts'

/** By operation. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  ...apps,
  ...conversations,
  ...integrations,
  ...oauth,
  ...simulation,
  ...switchboards,
  ...users,
}
