import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['apps/server/src/testing/global-setup.ts'],
    // V8's optimizing compiler runs out of memory on the largest grammars of tree-sitter, and ends the process.
    execArgv: ['--liftoff-only'],
    // One fewer than there are processors would be one of two, idle whenever the database works.
    maxWorkers: 2,
    // What hangs is to end, what is slow on a busy machine is to pass.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'server',
          include: ['apps/server/**/*.test.ts'],
          // A process runs many files, one after the other: to load the server anew for each took as long as its tests.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'all else', include: ['{apps/cli,apps/console,packages,tests}/**/*.test.ts'] } },
    ],
  },
})
