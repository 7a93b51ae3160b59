import type { operations } from '@parhelion/contract'
import type { Scenario } from '../scenario.ts'
import { apps } from './apps.ts'
import { conversations } from './conversations.ts'
import { integrations } from './integrations.ts'
import { oauth } from './oauth.ts'
import { simulation } from './simulation.ts'
import { switchboards } from './switchboards.ts'
import { users } from './users.ts'

/** Of every operation; one without does not compile. */
export const scenarios: Readonly<Record<(typeof operations)[number]['id'], Scenario>> = {
  ...apps,
  ...conversations,
  ...integrations,
  ...oauth,
  ...simulation,
  ...switchboards,
  ...users,
}
