import { defineConfig } from 'vitest/config'

/** What takes minutes (fresh clones, kill -9, the packed tarball): apart from `npm test`, two files at a time. */
export default defineConfig({
  test: {
    include: ['{apps,packages,tests}/**/*.slow.ts'],
    testTimeout: 600_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
})
