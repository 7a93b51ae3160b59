import { defineConfig } from 'vitest/config'

/** The pages in a real Chromium: apart from `npm test`, which needs nothing but npm. */
export default defineConfig({
  test: {
    include: ['tests/browser/**/*.browser.ts'],
    globalSetup: ['apps/server/src/testing/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
})
