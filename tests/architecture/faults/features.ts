import { checkFeatures } from '../features.ts'
import type { Rule } from '../rule.ts'

const F = 'apps/server/src/features'

const feature = {
  [`${F}/users/routes.ts`]: `import * as c from '@parhelion/contract'\nimport { UserService } from './service.ts'\nimport { serve } from '../../http/serve.ts'`,
  [`${F}/users/service.ts`]: `import { insertUser } from './store.ts'\nimport type { App } from '../apps/service.ts'\nimport { presentApp } from '../apps/present.ts'`,
  [`${F}/users/present.ts`]: `import type { User } from '@parhelion/contract'\nimport type { App } from '../apps/model.ts'`,
  [`${F}/users/store.ts`]: `import type { Tx } from '../../db/tx.ts'\nimport type { User } from './model.ts'`,
  [`${F}/users/users.test.ts`]: `import { insertUser } from './store.ts'\nimport fastify from 'fastify'`,
  [`${F}/messages/append.ts`]: `import { envelope } from '../../events/envelope.ts'`,
}

export const insideFeatures: Rule = {
  name: 'R2 · routes never reach past the service, and nothing reaches back',
  check: checkFeatures,
  clean: feature,
  faults: [
    [
      'routes that import the store',
      { [`${F}/users/routes.ts`]: `import { findUser } from './store.ts'` },
      [`${F}/users/routes.ts imports ./store.ts: routes must not import store (R2)`],
    ],
    [
      'a store that imports its service or http, by type alone',
      {
        [`${F}/users/store.ts`]: `import type { Http } from '../../http/serve.ts'\nimport type { A } from './service.ts'`,
      },
      [
        `${F}/users/store.ts imports ../../http/serve.ts: store must not import http (R2)`,
        `${F}/users/store.ts imports ./service.ts: store must not import service (R2)`,
      ],
    ],
    [
      'a service that knows the web',
      { [`${F}/users/service.ts`]: `import type { A } from 'fastify'\nimport { Http } from '../../http/serve.ts'` },
      [
        `${F}/users/service.ts imports fastify: service must not know the web framework (R2)`,
        `${F}/users/service.ts imports ../../http/serve.ts: service must not import http (R2)`,
      ],
    ],
    [
      'a presenter that needs the contract at run time, and a model that needs it at all',
      {
        [`${F}/users/present.ts`]: `import { type User } from '@parhelion/contract'`,
        [`${F}/users/model.ts`]: `import type { User } from '@parhelion/contract'`,
      },
      [
        `${F}/users/present.ts imports @parhelion/contract: present may import types of the contract only (R2)`,
        `${F}/users/model.ts imports @parhelion/contract: model must not import the contract (R2)`,
      ],
    ],
    [
      'a file with a name of its own, and append.ts of another noun',
      { [`${F}/users/helpers.ts`]: '', [`${F}/users/append.ts`]: '' },
      ['helpers', 'append'].map(
        name =>
          `${F}/users/${name}.ts is none of routes, present, service, model, store, append, content of a noun (R2)`,
      ),
    ],
  ],
}

export const betweenFeatures: Rule = {
  name: 'R3 · a feature takes types and presenters from another, all else by its constructor',
  check: checkFeatures,
  clean: feature,
  faults: [
    [
      'a call into the service of another noun',
      { [`${F}/users/service.ts`]: `import { AppService } from '../apps/service.ts'` },
      [
        `${F}/users/service.ts imports ../apps/service.ts: a feature takes types and presenters from apps, all else by its constructor (R3)`,
      ],
    ],
    [
      'a value among the types of another noun',
      { [`${F}/users/present.ts`]: `import { type App, isOpen } from '../apps/model.ts'` },
      [
        `${F}/users/present.ts imports ../apps/model.ts: a feature takes types and presenters from apps, all else by its constructor (R3)`,
      ],
    ],
    [
      'a type that jumps over the service of another noun',
      { [`${F}/users/routes.ts`]: `import type { Row } from '../apps/store.ts'` },
      [`${F}/users/routes.ts imports ../apps/store.ts: routes must not import store (R2)`],
    ],
  ],
}
