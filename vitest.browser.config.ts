import { defineConfig } from 'vitest/config'

/** The console in a real browser, which a user who runs `npm test` need not have: apart from it, one file after the other. */
export default defineConfig({
  test: {
    include: ['tests/browser/**/*.browser.ts'],
    globalSetup: ['apps/server/src/testing/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    // A busy machine is slow; what does not come at all still fails.
    expect: { poll: { timeout: 30_000 } },
  },
})
