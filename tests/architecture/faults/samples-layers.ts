import { checkLayers } from '../layers.ts'
import type { Rule } from '../rule.ts'

const A = 'packages/samples/src'

export const samplesLayers: Rule = {
  name: 'R1 · imports in the samples engine point to the left',
  check: checkLayers,
  clean: {
    [`${A}/sources/curl.ts`]: `import type { SampleRequest } from '../request/request.ts'`,
    [`${A}/targets/target.ts`]: `import type { SampleRequest } from '../request/request.ts'`,
    [`${A}/targets/go/target.ts`]: `import { go } from '../../languages/go.ts'\nimport { x } from './body.ts'\nimport type { Target } from '../target.ts'`,
    [`${A}/targets/index.ts`]: `import { go } from './go/target.ts'`,
    [`${A}/index.ts`]: `export { targets } from './targets/index.ts'\nexport { read } from './sources/curl.ts'`,
  },
  faults: [
    [
      'a language that imports the writer',
      { [`${A}/languages/go.ts`]: `import { lines } from '../writer/lines.ts'` },
      [`${A}/languages/go.ts imports ../writer/lines.ts: languages must not import writer (R1)`],
    ],
    [
      'a target that imports its neighbour, and a page that names a target',
      {
        [`${A}/targets/php/target.ts`]: `import { body } from '../go/body.ts'`,
        [`${A}/page/html.ts`]: `import { go } from '../targets/go/target.ts'`,
      },
      [
        `${A}/targets/php/target.ts imports ../go/body.ts: only targets/index.ts imports a target (R1)`,
        `${A}/page/html.ts imports ../targets/go/target.ts: only targets/index.ts imports a target (R1)`,
      ],
    ],
    [
      'what a target is, said by one of them',
      { [`${A}/targets/target.ts`]: `import type { Go } from './go/target.ts'` },
      [`${A}/targets/target.ts imports ./go/target.ts: only targets/index.ts imports a target (R1)`],
    ],
    [
      'a target that knows an input format, and a reader that knows a language',
      {
        [`${A}/targets/go/target.ts`]: `import { item } from '../../sources/postman.ts'`,
        [`${A}/sources/curl.ts`]: `import { go } from '../languages/go.ts'`,
      },
      [
        `${A}/sources/curl.ts imports ../languages/go.ts: sources must not import languages (R1)`,
        `${A}/targets/go/target.ts imports ../../sources/postman.ts: only index.ts knows the readers of input formats (R1)`,
      ],
    ],
  ],
}
