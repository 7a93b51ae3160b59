import { defineConfig } from 'vitest/config'

/** What installs from the registry, minutes in all: apart from `npm test`, and one after the other. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.slow.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
})
