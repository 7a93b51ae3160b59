import { checkLayers } from '../layers.ts'
import type { Rule } from '../rule.ts'

const S = 'apps/server/src'
const F = `${S}/features`

export const serverLayers: Rule = {
  name: 'R1 · imports on the server point to the left',
  check: checkLayers,
  clean: {
    [`${S}/db/pool.ts`]: `import { sleep } from '../lib/clock.ts'`,
    [`${S}/delivery/routes.ts`]: `import type { Http } from '../http/serve.ts'`,
    [`${S}/reference/pages.ts`]: `import { generate } from '@parhelion/samples'`,
    [`${S}/app.ts`]: `import type { Config } from './config.ts'\nimport { a } from './features/a/service.ts'`,
    [`${S}/start/ready.ts`]: `import { createApp } from '../app.ts'\nimport { readConfig } from '../config.ts'`,
    [`${S}/main.ts`]: `import { start } from './start/ready.ts'`,
    [`${S}/testing/server.ts`]: `import { createApp } from '../app.ts'\nimport { x } from '@parhelion/testkit'`,
    [`${S}/lib/ids.test.ts`]: `import { testServer } from '../testing/server.ts'`,
  },
  faults: [
    [
      'a lower layer that imports a higher one, by its type alone',
      { [`${S}/auth/scope.ts`]: `import type { Http } from '../http/serve.ts'` },
      [`${S}/auth/scope.ts imports ../http/serve.ts: auth must not import http (R1)`],
    ],
    [
      'a feature that imports delivery',
      { [`${F}/users/service.ts`]: `import { wake } from '../../delivery/lanes.ts'` },
      [`${F}/users/service.ts imports ../../delivery/lanes.ts: features must not import delivery (R1)`],
    ],
    [
      'delivery that imports a feature, and http outside its routes',
      { [`${S}/delivery/lanes.ts`]: `import '../features/webhooks/store.ts'\nexport * from '../http/serve.ts'` },
      [
        `${S}/delivery/lanes.ts imports ../features/webhooks/store.ts: delivery must not import features (R1)`,
        `${S}/delivery/lanes.ts imports ../http/serve.ts: in delivery only the routes import http (R1)`,
      ],
    ],
    [
      'a backup that knows a feature',
      { [`${S}/backup/export.ts`]: `import { findApp } from '../features/apps/store.ts'` },
      [`${S}/backup/export.ts imports ../features/apps/store.ts: backup must not import features (R1)`],
    ],
    [
      'an app.ts that imports the process around it',
      { [`${S}/app.ts`]: `const { run } = await import('./main.ts')` },
      [`${S}/app.ts imports ./main.ts: app must not import main (R1)`],
    ],
    [
      'a layer that takes the whole configuration',
      { [`${S}/http/limits.ts`]: `import type { Config } from '../config.ts'` },
      [`${S}/http/limits.ts imports ../config.ts: http gets values, not the configuration (R1)`],
    ],
    [
      'product code that imports what belongs to tests',
      { [`${S}/main.ts`]: `import '@parhelion/testkit'\nimport { x } from './testing/server.ts'` },
      [
        `${S}/main.ts imports @parhelion/testkit: nothing but tests may import the testkit (R1)`,
        `${S}/main.ts imports ./testing/server.ts: nothing but tests may import testing (R1)`,
      ],
    ],
    [
      'samples outside reference',
      { [`${S}/hub/page.ts`]: `import { generate } from '@parhelion/samples'` },
      [`${S}/hub/page.ts imports @parhelion/samples: on the server only reference imports samples (R1)`],
    ],
    [
      'a file in no layer',
      { [`${S}/utils/misc.ts`]: 'export const x = 1' },
      [`${S}/utils/misc.ts lies in 'utils', which is no layer of the server (R1)`],
    ],
  ],
}
