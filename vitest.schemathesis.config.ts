import { defineConfig } from 'vitest/config'

/** A judge from outside, who needs Python: apart from `npm test`. */
export default defineConfig({
  test: {
    include: ['tests/schemathesis/*.judge.ts'],
    globalSetup: ['apps/server/src/testing/global-setup.ts'],
    hookTimeout: 60_000,
  },
})
