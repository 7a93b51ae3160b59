import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{apps,packages}/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'tests/slow/**'],
    globalSetup: ['apps/server/src/testing/global-setup.ts'],
    // V8's optimizing compiler runs out of memory on the largest grammars of tree-sitter, and ends the process.
    execArgv: ['--liftoff-only'],
    // What hangs is to end, what is slow on a busy machine is to pass.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
