import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{apps,packages}/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'tests/slow/**'],
    globalSetup: ['apps/server/src/testing/global-setup.ts'],
    // The grammars of the samples have functions so large that V8 runs out of memory, and ends, when it optimizes them.
    execArgv: ['--liftoff-only'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
